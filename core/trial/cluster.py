"""The pieces of a trial on the processes of a Dask cluster, with the very results they have here.

Dask comes with an extra of its own and takes a second to import, so nothing of it is imported
before somebody asks for a cluster. A worker is used only where it computes the same bytes.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Thread
from typing import Any, ParamSpec, TypeVar

from core.trial.cluster_client import Client, ClusterError, dask
from core.trial.traits import traits

CONNECT_S = 10.0
"""Seconds after which an address counts as silent, and a scheduler as one without workers."""
_HOST = r"(?:[^\s/:@\[\]]+|\[[0-9a-fA-F:]+\])"
_ADDRESS = re.compile(rf"(?:tcp|tls)://{_HOST}:[0-9]{{1,5}}")
_Asked = ParamSpec("_Asked")
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that is connected and checked: `executor` plays `workers` pieces at a time."""

    executor: Executor
    workers: int


@contextmanager
def cluster(
    address: str, seconds: float = CONNECT_S, worker_s: float = CONNECT_S
) -> Iterator[Cluster]:
    """The cluster of the scheduler at an address, such as tcp://10.0.0.5:8786, until the end.

    It is waited `seconds` for the scheduler, and `worker_s` for its first worker.

    Raises:
        ClusterError: Dask is not installed, the address is none or silent, no worker is there, or
            one would not compute the same. Out of a piece: the cluster was lost.
    """
    if _ADDRESS.fullmatch(address) is None:
        raise ClusterError(f"{address}: give an address as tcp://HOST:8786 or tls://HOST:8786")
    dask()
    with _own_loop() as loop:
        client = _done(loop, Client.connected(address, seconds))
        try:
            workers = _done(loop, client.workers(worker_s))
            _done(loop, client.demand_same(traits()))
            yield Cluster(_Pieces(loop, client), workers)
        finally:
            _done(loop, client.close())


class _Pieces(Executor):
    """Hands work to a cluster; whoever cancels a future cancels the work."""

    def __init__(self, loop: asyncio.AbstractEventLoop, client: Client) -> None:
        self._loop = loop
        self._client = client

    def submit(
        self, fn: Callable[_Asked, _Told], /, *args: _Asked.args, **kwargs: _Asked.kwargs
    ) -> Future[_Told]:
        asked = self._client.played(traits(), partial(fn, *args, **kwargs))
        return asyncio.run_coroutine_threadsafe(asked, self._loop)


def _done(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, _Told]) -> _Told:
    return asyncio.run_coroutine_threadsafe(work, loop).result()


@contextmanager
def _own_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread of its own; at the end what is under way there is cancelled."""
    ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def stay() -> None:
        end = asyncio.Event()
        ready.set_result((asyncio.get_running_loop(), end))
        await end.wait()

    thread = Thread(target=lambda: asyncio.run(stay()), name="cluster", daemon=True)
    thread.start()
    loop, end = ready.result()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join()
