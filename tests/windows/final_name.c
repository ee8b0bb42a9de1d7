/* Does this system give back the final name of a file whose path is longer than 260 characters? */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

int wmain(void) {
  static WCHAR path[1200], back[2000];
  GetCurrentDirectoryW(600, back);
  swprintf(path, 1200, L"\\\\?\\%ls", back);
  for (int i = 0; i < 5; i++) {
    wcscat(path, L"\\aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    CreateDirectoryW(path, NULL);
  }
  wcscat(path, L"\\f.md");
  HANDLE h = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 7, NULL, OPEN_ALWAYS, 0, NULL);
  if (h == INVALID_HANDLE_VALUE) { printf("cannot make it: %lu\n", GetLastError()); return 2; }
  DWORD n = GetFinalPathNameByHandleW(h, back, 2000, 0);
  printf("length %u, given back %lu, error %lu\n", (unsigned)wcslen(path), n, n ? 0 : GetLastError());
  return n ? 0 : 1;
}
