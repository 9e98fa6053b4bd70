"""Forbid, by the kernel's filter of system calls, what the sandbox's other limits can't bound.

Memory that belongs to no process (System V's and POSIX's shared memory and queues, files in memory) escapes the
count of a run's memory; keyrings are shared with whoever started the run; the rest is what attacks on the kernel
itself start from. No honest notebook needs any of them.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct

# Numbers of system calls: on x86-64, on ARM64.
FORBIDDEN = {
    "shmget": (29, 194), "shmat": (30, 196), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
    "userfaultfd": (323, 282), "perf_event_open": (298, 241), "bpf": (321, 280),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
}  # fmt: skip
# machine → place in the pairs above, the kernel's name of the machine, the number of the call seccomp itself
MACHINES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # refuse: with EPERM
OTHER_CALLS = 0x40000000  # x86-64 has a second set of numbers from here on


def _program(place: int, machine: int) -> bytes:
    """The filter, in the kernel's code: refuse calls of another machine's kind and those forbidden, allow the rest."""
    calls = [numbers[place] for numbers in FORBIDDEN.values()]
    steps = [(LOAD, 0, 0, 4), (EQUAL, 0, len(calls) + 3, machine), (LOAD, 0, 0, 0)]
    steps.append((AT_LEAST, len(calls) + 1, 0, OTHER_CALLS))
    steps += [(EQUAL, len(calls) - index, 0, call) for index, call in enumerate(calls)]
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def program() -> bytes:
    """The filter for this machine. Raises OSError on a machine whose numbers of calls aren't known."""
    if platform.machine() not in MACHINES:
        raise OSError(f"the sandbox knows no system calls of the machine {platform.machine()}")
    return _program(*MACHINES[platform.machine()][:2])


def forbid() -> None:
    """Forbid the calls to this process, all its threads and all that it starts, for good. Raises OSError."""
    steps = ctypes.create_string_buffer(program())
    held = struct.pack("HxxxxxxP", (len(steps) - 1) // 8, ctypes.addressof(steps))
    seccomp = MACHINES[platform.machine()][2]
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    no_new_privileges, set_filter, all_threads = 38, 1, 1
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.syscall(
        ctypes.c_long(seccomp), ctypes.c_ulong(set_filter), ctypes.c_ulong(all_threads), held
    ):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
