"""Write all outputs of a recording at once.

In:  outputs and what they are given.
Out: what each wrote, in their order.
Knows nothing of any output. Each writes files of its own, and most of its time goes to the
disk or to ffmpeg, so threads suffice.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait

from narrate.publish.files import sweep_parts
from narrate.publish.output import Output, Publication, Written


def write_all(outputs: Iterable[Output], publication: Publication) -> list[Written]:
    """Let every output write into the book's folder.

    Raises:
        NarrateError: that of the first output that failed, after all have ended.
    """
    sweep_parts(publication.folder)
    wanted = list(outputs)
    with ThreadPoolExecutor(max(1, len(wanted))) as pool:
        futures = [pool.submit(output.write, publication) for output in wanted]
        wait(futures)
    return [future.result() for future in futures]
