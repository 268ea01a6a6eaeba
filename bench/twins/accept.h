// How the C twins take connections in: as ours, every one there is whenever the listening socket is ready.
// Needs <errno.h>, _GNU_SOURCE and dphttpd.h.

static void accept_all(int listener, void (*admit)(int fd))
{
	for (;;) {
		int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0) {
			admit(fd);
		} else if (errno == EAGAIN) {
			return;
		} else if (errno != ECONNABORTED) {
			die("accept4");
		}
	}
}
