"""``python -m cyberdiplomacy.pdf [folder of the built pages]``"""

import sys
from pathlib import Path

from ..downloads import DownloadError, size
from . import PdfError, make


def main() -> int:
    """Print the book; on trouble say what to do."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "_build/html").resolve()
    try:
        path = make(site)
    except (PdfError, DownloadError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The book as a PDF: {path} ({size(path)}). The page “Take it along” links it.")
    return 0


sys.exit(main())
