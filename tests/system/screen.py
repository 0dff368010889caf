# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A screen on a machine of the laboratory, and what is to be seen on it."""

from keglab import wait_for


class Screen:
    """An X server without a monitor, on a host."""

    def __init__(self, host, width, height):
        self.host = host
        self.display = "127.0.0.1:0"
        self.size = (width, height)
        self._process = host.start(
            "Xvfb", ":0", "-screen", "0", f"{width}x{height}x24", "-ac", "-noreset", "-nolock",
            "-listen", "tcp",
            "-nolisten", "unix", "-nolisten", "local", log=host.path("xvfb.log"))
        wait_for(self._is_up, "Xvfb to answer")

    def _is_up(self):
        assert self._process.poll() is None, "Xvfb has ended"
        return self.host.run("import", "-display", self.display, "-window", "root", "png:/dev/null",
                             ).returncode == 0

    def picture(self):
        """What is on the screen now."""
        file = self.host.path("screen.rgb")
        result = self.host.run("import", "-display", self.display, "-window", "root", "-depth", "8",
                               f"rgb:{file}")
        assert result.returncode == 0, result.stderr
        with open(file, "rb") as pixels:
            return Picture(*self.size, pixels.read())

    def stop(self):
        self._process.terminate()
        self._process.wait()


class Picture:
    """Pixels, three bytes each."""

    def __init__(self, width, height, pixels):
        assert len(pixels) == 3 * width * height, (width, height, len(pixels))
        self.width = width
        self.height = height
        self._pixels = pixels

    def row(self, y, left, right):
        start = 3 * (y * self.width + left)
        return self._pixels[start:start + 3 * (right - left)]

    def colors(self):
        return len({self._pixels[i:i + 3] for i in range(0, len(self._pixels), 3)})

    def difference(self, other):
        """The smallest rectangle (left, top, right, bottom) around all pixels that differ, or None."""
        if self._pixels == other._pixels:
            return None
        rows = [y for y in range(self.height)
                if self.row(y, 0, self.width) != other.row(y, 0, self.width)]
        columns = set()
        for y in rows:
            mine, theirs = self.row(y, 0, self.width), other.row(y, 0, self.width)
            columns.update(i // 3 for i in range(0, len(mine)) if mine[i] != theirs[i])
        return min(columns), rows[0], max(columns) + 1, rows[-1] + 1
