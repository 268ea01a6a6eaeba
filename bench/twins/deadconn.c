// The C twin of clients/deadconn: the plainest loop that opens dead connections as fast as it can.
//
//   deadconn PORT N SOURCES [PLACE]   N connections to 127.0.0.1:PORT, from SOURCES addresses in turn,
//                                     the first of which is 127.PLACE.0.2
//
// Prints a ready line and reports as deadconn --json does (docs/programs.md), holds the connections
// until standard input ends, and then resets them.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define FIRST_SOURCE (INADDR_LOOPBACK + 1)
// Connections until the server may run, where it has no processor of its own: less than its backlog.
#define BATCH 2048

static const char request[] = "GET / HTTP/1.0\r\n";

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int open_dead(int port, unsigned source)
{
	int on = 1;
	struct sockaddr_in from = {.sin_family = AF_INET};
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
	from.sin_addr.s_addr = htonl(FIRST_SOURCE + source);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0) {
		die("socket");
	}

	// The port is chosen by connect(), so that it need be free for this peer alone (ip(7)).
	if (setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) < 0 ||
	    bind(fd, (struct sockaddr *)&from, sizeof from) < 0) {
		die("bind");
	}

	if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
		die("connect");
	}

	if (write(fd, request, sizeof request - 1) != sizeof request - 1) {
		die("write");
	}

	return fd;
}

// Those whose server has closed them have something to be read.
static void report(struct pollfd *connections, int count)
{
	int closed = poll(connections, (nfds_t)count, 0);
	if (closed < 0) {
		die("poll");
	}

	printf("{\"event\":\"report\",\"open\":%d,\"closed\":%d,\"of\":%d}\n", count - closed, closed, count);
	fflush(stdout);
}

static void reset(int fd)
{
	struct linger linger = {.l_onoff = 1, .l_linger = 0};
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	close(fd);
}

int main(int argc, char **argv)
{
	if ((argc != 4 && argc != 5) || atoi(argv[3]) < 1) {
		fprintf(stderr, "usage: deadconn PORT N SOURCES [PLACE]\n");
		return 2;
	}

	int port = atoi(argv[1]);
	int count = atoi(argv[2]);
	int sources = atoi(argv[3]);
	unsigned network = argc == 5 ? (unsigned)atoi(argv[4]) << 16 : 0;
	struct pollfd *connections = calloc((size_t)count, sizeof *connections);
	if (!connections) {
		die("calloc");
	}

	double started = now();
	for (int index = 0; index < count; index++) {
		connections[index].fd = open_dead(port, network + (unsigned)(index % sources));
		connections[index].events = POLLIN | POLLRDHUP;
		if (index % BATCH == BATCH - 1) {
			sched_yield();
		}
	}

	printf("{\"event\":\"ready\",\"open\":%d,\"of\":%d,\"seconds\":%.6f}\n", count, count, now() - started);
	fflush(stdout);
	char input[64];
	ssize_t length;
	while ((length = read(STDIN_FILENO, input, sizeof input)) > 0) {
		for (char *at = input; (at = memchr(at, '\n', (size_t)(input + length - at))); at++) {
			report(connections, count);
		}
	}

	for (int index = 0; index < count; index++) {
		reset(connections[index].fd);
	}
}
