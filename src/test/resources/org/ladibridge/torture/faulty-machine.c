/*
 * Preloaded into a bridge: a bad disk under its store, and a wrong clock. Control file (TORTURE_CONTROL), 64-bit numbers:
 *   0  milliseconds that every fsync of the store takes longer
 *   1  errno with which every write to the store fails; 0 = none fails
 *   2  errno with which every fsync of the store fails; 0 = none fails
 *   3  milliseconds by which the time of day is off
 *   4  fsyncs of the store that succeeded so far (counted here)
 * What the store wrote since its last fsync can be taken back: each write first puts what it replaces, as
 * {offset, length, size of the file, bytes}, at the end of <file>.undo beside the control file; an fsync empties that file.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { FSYNC_DELAY, WRITE_ERRNO, FSYNC_ERRNO, CLOCK_OFFSET, FSYNCS, CONTROLS };
static const char *const FILES[] = {"/bridge.db", "/bridge.db-wal"};
static volatile int64_t *control;
static int undo[] = {-1, -1};
static pthread_mutex_t disk = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int);
static int (*real_ftruncate)(int, off64_t);

__attribute__((constructor)) static void begin(void) {
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  const char *path = getenv("TORTURE_CONTROL");
  int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *map = mmap(NULL, CONTROLS * sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  for (int i = 0; i < 2; i++) {
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%.*s%s.undo", (int) (strrchr(path, '/') - path), path, FILES[i]);
    undo[i] = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  if (map != MAP_FAILED) control = map;
}

/* Which of FILES it is; -1 for any other file. */
static int store_file(int fd) {
  char link[64], path[PATH_MAX];
  if (!control) return -1;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path);
  for (int i = 0; i < 2; i++) {
    ssize_t length = strlen(FILES[i]);
    if (n > length && !memcmp(path + n - length, FILES[i], length)) return i;
  }
  return -1;
}

static void remember(int file, int fd, off64_t offset, int64_t length) {
  struct stat64 now;
  fstat64(fd, &now);
  int64_t *entry = calloc(1, 3 * sizeof(int64_t) + length);
  entry[0] = offset;
  entry[1] = length;
  entry[2] = now.st_size;
  if (length) {
    /* The store opens its files for reading and writing, so what is replaced can be read. */
    if (pread64(fd, entry + 3, length, offset) < 0) perror("torture: pread");
  }
  if (write(undo[file], entry, 3 * sizeof(int64_t) + length) < 0) perror("torture: undo");
  free(entry);
}

static int fails(int which) {
  errno = (int) control[which];
  return errno != 0;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  int file = store_file(fd);
  if (file < 0) return real_pwrite(fd, bytes, length, offset);
  if (fails(WRITE_ERRNO)) return -1;
  pthread_mutex_lock(&disk);
  remember(file, fd, offset, length);
  ssize_t written = real_pwrite(fd, bytes, length, offset);
  int error = errno;
  pthread_mutex_unlock(&disk);
  errno = error;
  return written;
}

int ftruncate64(int fd, off64_t size) {
  int file = store_file(fd);
  if (file < 0) return real_ftruncate(fd, size);
  if (fails(WRITE_ERRNO)) return -1;
  pthread_mutex_lock(&disk);
  struct stat64 now;
  fstat64(fd, &now);
  remember(file, fd, size, now.st_size > size ? now.st_size - size : 0);
  int result = real_ftruncate(fd, size);
  int error = errno;
  pthread_mutex_unlock(&disk);
  errno = error;
  return result;
}

int fsync(int fd) {
  int file = store_file(fd);
  if (file < 0) return real_fsync(fd);
  struct timespec longer = {control[FSYNC_DELAY] / 1000, control[FSYNC_DELAY] % 1000 * 1000000};
  nanosleep(&longer, NULL);
  if (fails(FSYNC_ERRNO)) return -1;
  pthread_mutex_lock(&disk);
  int result = real_fsync(fd);
  int error = errno;
  if (!result) {
    if (real_ftruncate(undo[file], 0)) perror("torture: undo");
    control[FSYNCS]++;
  }
  pthread_mutex_unlock(&disk);
  errno = error;
  return result;
}

int fdatasync(int fd) { return fsync(fd); }

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = syscall(SYS_clock_gettime, clock, now);
  if (!result && control && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t millis = control[CLOCK_OFFSET];
    int64_t nanos = now->tv_nsec + millis % 1000 * 1000000;
    now->tv_sec += millis / 1000 + (nanos >= 1000000000) - (nanos < 0);
    now->tv_nsec = nanos < 0 ? nanos + 1000000000 : nanos % 1000000000;
  }
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void) zone;
  struct timespec precise;
  int result = clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return result;
}

time_t time(time_t *copy) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (copy) *copy = now.tv_sec;
  return now.tv_sec;
}
