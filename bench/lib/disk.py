"""A small disk of its own for a server's data, which can be filled up and slowed down."""

import errno
import fcntl
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

FREEZE, THAW = 0xC0045877, 0xC0045878  # FIFREEZE and FITHAW of linux/fs.h
OWN_MOUNTS = "MAILROAD_BENCH_OWN_MOUNTS"
BLOCK = 1 << 20
KINDS = ("ext4", "tmpfs", "plain")


def with_own_mounts():
    """Starts this program again where what it mounts is seen by nobody else and ends with it, if that may be."""
    if OWN_MOUNTS in os.environ or not shutil.which("unshare"):
        return
    how = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*how, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        os.environ[OWN_MOUNTS] = "1"
        os.execvp(how[0], [*how, sys.executable, *sys.argv])


class Disk:
    """
    A folder on a file system of its own: ext4 in a file (which can be filled and frozen), else tmpfs (which can be
    filled), else a plain folder (which can be neither).
    """

    def __init__(self, folder, megabytes, best="ext4"):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.filler = self.folder / "filler"
        mounts = {"ext4": self._ext4, "tmpfs": self._tmpfs, "plain": lambda _: True}
        possible = KINDS[KINDS.index(best):] if OWN_MOUNTS in os.environ else ("plain",)
        self.kind = next(kind for kind in possible if mounts[kind](megabytes))
        self.folder.chmod(0o700)

    def _ext4(self, megabytes):
        image = self.folder.with_suffix(".image")
        with open(image, "wb") as file:
            file.truncate(megabytes << 20)  # only what is written takes room
        made = quietly("mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0", image)
        if made and quietly("mount", "-o", "loop", image, self.folder):
            return True
        image.unlink()
        return False

    def _tmpfs(self, megabytes):
        return quietly("mount", "-t", "tmpfs", "-o", f"size={min(megabytes, 1024)}m", "soak", self.folder)

    @property
    def can_be_full(self):
        return self.kind != "plain"

    def fill(self):
        """Takes all room there is, to the last block; most of it is only reserved, which is soon done."""
        with open(self.filler, "ab", buffering=0) as file:
            reserve(file, self.free() - 4 * BLOCK)
            while self.free() > 0:
                try:
                    file.write(bytes(min(BLOCK, max(4096, self.free()))))
                    if self.free() < BLOCK:
                        os.fsync(file.fileno())
                except OSError as e:
                    if e.errno != errno.ENOSPC:
                        raise
                    return

    def free(self):
        state = os.statvfs(self.folder)
        return state.f_bavail * state.f_frsize

    def clear(self):
        self.filler.unlink(missing_ok=True)

    def slow(self, seconds, pid):
        """
        Lets nothing be written for 300 ms out of each 500: the file system is frozen, and whoever writes or syncs
        waits. Where it cannot be frozen, the whole server stands still as long, which is coarser.
        """
        how = self._freezing if self.kind == "ext4" else lambda: standing_still(pid)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            how()
            time.sleep(0.2)
        return "file system frozen" if self.kind == "ext4" else "server stopped"

    def _freezing(self):
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, FREEZE, 0)
            try:
                time.sleep(0.3)
            finally:
                fcntl.ioctl(handle, THAW, 0)
        finally:
            os.close(handle)

    def remove(self):
        self.clear()
        if self.kind != "plain":
            quietly("umount", "-l", self.folder)


def reserve(file, octets):
    """Makes a file longer by so many octets, or by as many as can be had without writing them."""
    if octets > 0 and hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, octets)
        except OSError as e:
            if e.errno not in (errno.ENOSPC, errno.EOPNOTSUPP):
                raise


def standing_still(pid):
    os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(0.3)
    finally:
        os.kill(pid, signal.SIGCONT)


def quietly(*command):
    if not shutil.which(command[0]):
        return False
    return subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
