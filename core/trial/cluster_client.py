"""What is asked of a Dask cluster: that it answers, computes as we do, and plays pieces.

Everything here runs in one event loop. Dask is an extra, so its types are not known.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version
from typing import Any, TypeVar

from core.trial.traits import ARITHMETIC, differences, traits

EXTRA = 'pip install "pressor[cluster]"'
SCHEDULER = "the scheduler"
_T = TypeVar("_T")
_TRIES = 5
_LOOK_S = 1.0
"""So often is looked whether anybody is left to work, seconds."""
_ALL_GONE_S = 30.0
"""Workers that are all gone may come back within so many seconds."""


class ClusterError(ValueError):
    """A cluster that cannot be used, or was lost; the sentence says why and what to do."""


def dask() -> Any:  # noqa: ANN401 - as above
    """Dask's package for clusters.

    Raises:
        ClusterError: it is not installed.
    """
    try:
        return import_module("distributed")
    except ImportError as fault:
        raise ClusterError(f"a cluster needs Dask, which is not installed: {EXTRA}") from fault


class Client:
    """A connection to the scheduler at an address; every error is a `ClusterError`."""

    def __init__(self, address: str, client: Any) -> None:  # noqa: ANN401 - as above
        self._address = address
        self._client = client
        self._why = ClusterError(f"{address}: the scheduler was lost while pieces were running")
        self._minding = asyncio.create_task(self._mind())

    @classmethod
    async def connected(cls, address: str, seconds: float) -> "Client":
        """A client once the scheduler has answered."""
        # What Dask would write on standard error is said by a sentence of ours.
        for room in ("distributed", "distributed.client"):
            logging.getLogger(room).setLevel(logging.CRITICAL)
        for _ in range(_TRIES):
            # A busy scheduler may send two messages where a client that greets it asserts one.
            with suppress(AssertionError):
                return cls(address, await _greeted(address, seconds))
        raise ClusterError(f"{address}: the scheduler is too busy to answer")

    async def close(self) -> None:
        """Leave; the scheduler forgets every piece that was asked for."""
        self._minding.cancel()
        await self._client.close()

    async def workers(self, seconds: float) -> int:
        """How many pieces are computed at a time, once there is a worker."""
        try:
            await self._client.wait_for_workers(1, timeout=seconds)
            return int((await self._identity())["total_threads"])
        except TimeoutError as fault:
            raise ClusterError(
                f"{self._address}: the scheduler has no worker; start one by: "
                f"dask worker {self._address} --nthreads 1"
            ) from fault

    async def demand_same(self, mine: Mapping[str, str]) -> None:
        """Refuse a scheduler or a worker that is not what we are."""
        # First by what Python brings: a function of ours cannot be read where Pressor is not.
        for place, told in (await self._asked(version, "pressor")).items():
            _demand(place, told, "has no Pressor")
            _demand_like(place, {"pressor": told}, {"pressor": mine["pressor"]})
        for place, told in (await self._asked(traits)).items():
            _demand(place, told, "has another Pressor")
            # The scheduler computes nothing, so it may be another kind of machine.
            own = {ARITHMETIC: mine[ARITHMETIC]} if place == SCHEDULER else {}
            _demand_like(place, {**told, **own}, mine)

    async def played(self, mine: Mapping[str, str], call: Callable[[], _T]) -> _T:
        """What a worker makes of a call; when this is cancelled, so is the work."""
        task = self._client.submit(played_here, mine, call, pure=False)
        try:
            played: _T = await task
        except asyncio.CancelledError:  # by us
            await task.cancel()
            raise
        except CancelledError as fault:  # by Dask
            raise self._why from fault
        except dask().KilledWorker as fault:
            raise ClusterError(f"{self._address}: {fault}") from fault
        except ImportError as fault:
            raise ClusterError(f"{self._address}: a worker cannot load Pressor: {fault}") from fault
        return played

    async def _mind(self) -> None:
        """Give up, and so end every piece, when nobody has been there to work for a while."""
        with suppress(OSError):  # a scheduler that is lost ends the pieces by itself
            while True:
                await asyncio.sleep(_LOOK_S)
                if not (await self._identity())["n_workers"]:
                    try:
                        await self.workers(_ALL_GONE_S)
                    except ClusterError as fault:
                        self._why = fault
                        await self._client.close()
                        return

    async def _identity(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = await self._client.scheduler.identity(n_workers=0)
        return told

    async def _asked(self, fn: Callable[..., Any], *args: str) -> dict[str, Any]:
        """The answer of the scheduler and of every worker; an error is an answer too."""
        told = await self._client.run(fn, *args, on_error="return")
        try:
            scheduler = await self._client.run_on_scheduler(fn, *args)
        except Exception as fault:  # noqa: BLE001 - told like every other answer
            scheduler = fault
        return {SCHEDULER: scheduler} | {f"worker {each}": told[each] for each in sorted(told)}


async def _greeted(address: str, seconds: float) -> Any:  # noqa: ANN401 - as above
    """A client of Dask that is connected; nothing is left of one that is not."""
    there = dask().Client(address, asynchronous=True, set_as_default=False, timeout=seconds)
    try:
        async with asyncio.timeout(seconds):
            await there
    except AssertionError:
        raise
    except Exception as fault:
        raise _unanswered(address, seconds, fault) from fault
    finally:
        if there.status != "running":
            await there.close()
    return there


def _unanswered(address: str, seconds: float, fault: Exception) -> ClusterError:
    """What is said of a connection that did not come about."""
    if isinstance(fault, OSError):
        return ClusterError(f"{address}: nobody answers within {seconds:g} s")
    if isinstance(fault, MemoryError):  # the first bytes are read as a length
        return ClusterError(f"{address}: what answers there is no Dask scheduler")
    return ClusterError(f"{address}: no scheduler that can be used: {fault}")


def played_here(theirs: Mapping[str, str], call: Callable[[], _T]) -> _T:
    """Call a function on a worker, which may have come after all others were looked at.

    Raises:
        ClusterError: this worker is not what the asking process is.
    """
    if traits() != theirs:
        _demand_like(f"worker {dask().get_worker().address}", traits(), theirs)
    return call()


def _demand(place: str, told: object, why: str) -> None:
    if isinstance(told, Exception):
        raise ClusterError(f"{place} {why}; install there what is installed here ({told})")


def _demand_like(place: str, theirs: Mapping[str, str], mine: Mapping[str, str]) -> None:
    differing = "; ".join(differences(theirs, mine))
    if differing:
        raise ClusterError(f"{place} would not give the same results: {differing}")
