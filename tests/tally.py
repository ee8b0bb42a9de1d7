"""How a script of the tests counts: what held, what did not, what could not be tried here. The last line is what
`tests/run` reads. And what a tree of files is, to compare two."""
import hashlib
import sys
from pathlib import Path


class Tally:
    def __init__(self):
        self.passed, self.failed, self.skipped = 0, [], []

    def expect(self, right, text, said=""):
        if right:
            self.passed += 1
            return
        self.failed.append(text)
        print(f"failed: {text}" + (f"\n    {str(said)[-700:]}" if said else ""), flush=True)

    def skip(self, text):
        self.skipped.append(text)

    def end(self):
        for text in self.skipped:
            print(f"skipped: {text}")
        print(f"{self.passed} passed, {len(self.failed)} failed" + (f", {len(self.skipped)} skipped" if self.skipped else ""))
        sys.exit(bool(self.failed))


def tree(folder, without=""):
    """Each file and its hash; what lies under a name that begins with `without` is not looked at."""
    names = ((path.relative_to(folder).as_posix(), path) for path in sorted(Path(folder).rglob("*")) if path.is_file())
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in names
        if not (without and name.startswith(without))
    }
