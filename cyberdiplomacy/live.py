"""An explorer in JupyterLab: the page's own controls and script, with frames from the kernel."""

from pathlib import Path

import anywidget
import traitlets

from .choices import ExploreError

_STATIC = Path(__file__).parent / "static"


class LiveExplorer(anywidget.AnyWidget):
    """The widget of an explorer. It keeps every frame it has shown, so a frame seen before needs no kernel."""

    _esm = (_STATIC / "explorer.js").read_text("utf-8") + "\nexport default { render: Explorer.render };\n"
    _css = _STATIC / "explorer.css"
    html = traitlets.Unicode(help="The explorer with its controls and first frame.").tag(sync=True)

    first = traitlets.List(help="The first frame, as ``Frame.packed`` gives it.").tag(sync=True)
    sizes = traitlets.List(help="How many options each choice has.").tag(sync=True)

    def __init__(self, explorer):
        super().__init__(
            html=explorer.html(controls=True),
            first=explorer.frame(explorer.start).packed(),
            sizes=[len(choice.values) for choice in explorer.choices],
        )
        self.explorer = explorer
        self.on_msg(self.answer)

    def answer(self, _, question: dict, buffers=None) -> None:
        """Send the frame of the state that the reader chose, or say in words why it can't be drawn."""
        state = question["state"]
        try:
            frame = self.explorer.frame(tuple(map(int, state.split(","))))
        except ExploreError as error:
            self.send({"state": state, "error": str(error)})
        else:
            self.send({"state": state, "frame": frame.packed()})
