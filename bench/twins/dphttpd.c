// The C twin of servers/dphttpd: the same work a request, so that "how much of this is Node?" has an answer.
//
//   dphttpd MECHANISM PORT ORDER
//
// MECHANISM is poll or epoll (level-triggered); PORT 0 is any free port. ORDER is of the work in a
// turn: plain reads a request with read(2) and answers it with write(2), connection by connection, as
// the dphttpd of 2002 did; phased does what ours does, recv(2) from all that are ready, then send(2).
//
// Prints its ready line and, for each line on standard input, its report (docs/programs.md); ends
// when standard input, which must be a pipe or a terminal, does. What the study does not reach is
// left out: a request over 8 KiB is closed without a 431, and running out of descriptors ends it.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define REQUEST_LIMIT 8192
#define READ_SIZE 4096
#define BATCH 1024
#define BACKLOG 4096
#define MAX_DESCRIPTORS (1 << 20)
#define PIPELINED 64

#define HEADERS \
	"HTTP/1.1 200 OK\r\nServer: dphttpd/1\r\nContent-Type: text/plain\r\nContent-Length: 128\r\n\r\n"
#define REPLY_SIZE (sizeof(HEADERS) - 1 + 128)
_Static_assert(REPLY_SIZE == 213, "a reply has 213 bytes on the wire, as in 2002");

struct connection {
	size_t owed;        // bytes of replies still to be sent
	unsigned slot;      // its place in the pollfd array
	unsigned request;   // bytes of the unfinished request so far
	unsigned line;      // bytes of its unfinished line so far, the newline aside
	char last;          // the last byte of that line
};

struct mechanism {
	const char *name;
	void (*add)(int fd);
	void (*want)(int fd, short events);
	void (*drop)(int fd);
	void (*turn)(void);
};

static const struct mechanism *mechanism;
static bool phased;
static int *unsent;     // phased: the connections to send to at the end of the turn
static unsigned unsent_count;
static struct connection *connections;
static int listener;
static unsigned long long replies;
static char input[READ_SIZE];
static char output[PIPELINED * REPLY_SIZE];

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void finish(int fd)
{
	mechanism->drop(fd);
	close(fd);
}

// Sends what is owed; what the socket does not take waits until it is writable.
static void flush(int fd)
{
	struct connection *connection = &connections[fd];
	while (connection->owed > 0) {
		size_t offset = (REPLY_SIZE - connection->owed % REPLY_SIZE) % REPLY_SIZE;
		size_t room = sizeof output - offset;
		size_t length = connection->owed < room ? connection->owed : room;
		ssize_t sent = phased ? send(fd, output + offset, length, MSG_NOSIGNAL)
		                      : write(fd, output + offset, length);
		if (sent < 0 && errno != EAGAIN) {
			finish(fd);
			return;
		}

		connection->owed -= sent > 0 ? (size_t)sent : 0;
		if (sent < (ssize_t)length) {
			mechanism->want(fd, POLLOUT);
			return;
		}
	}
}

// Reads on where the last read ended; the number of requests that are complete now. An empty line
// ends a request, but is passed over before one (RFC 9112, section 2.2).
static unsigned parse(struct connection *connection, const char *at, const char *end)
{
	unsigned requests = 0;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at);
		if (length > 0) {
			connection->last = at[length - 1];
			connection->line += (unsigned)length;
		}

		connection->request += (unsigned)length;
		if (!newline) {
			break;
		}

		connection->request++;
		if (connection->line == 0 || (connection->line == 1 && connection->last == '\r')) {
			requests += connection->request > connection->line + 1;
			connection->request = 0;
		}

		connection->line = 0;
		at = newline + 1;
	}

	return requests;
}

static void receive(int fd)
{
	struct connection *connection = &connections[fd];
	ssize_t count = phased ? recv(fd, input, sizeof input, 0) : read(fd, input, sizeof input);
	if (count < 0 && errno == EAGAIN) {
		return;
	}

	if (count <= 0) {
		finish(fd);
		return;
	}

	unsigned requests = parse(connection, input, input + count);
	if (connection->request > REQUEST_LIMIT) {
		finish(fd);
		return;
	}

	replies += requests;
	connection->owed = requests * REPLY_SIZE;
	if (!phased) {
		flush(fd);
	} else if (requests > 0) {
		unsent[unsent_count++] = fd;
	}
}

static void flush_unsent(void)
{
	for (unsigned index = 0; index < unsent_count; index++) {
		flush(unsent[index]);
	}

	unsent_count = 0;
}

static void accept_all(void)
{
	for (;;) {
		int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0) {
			if (errno == EAGAIN) {
				return;
			}

			if (errno == ECONNABORTED) {
				continue;
			}

			die("accept4");
		}

		if (fd >= MAX_DESCRIPTORS) {
			errno = EMFILE;
			die("accept4");
		}

		connections[fd] = (struct connection){0};
		mechanism->add(fd);
	}
}

static void answer_input(void)
{
	ssize_t count = read(STDIN_FILENO, input, sizeof input);
	if (count <= 0) {
		exit(0);
	}

	struct timespec now;
	struct rusage used;
	clock_gettime(CLOCK_MONOTONIC, &now);
	getrusage(RUSAGE_SELF, &used);
	for (char *at = input; (at = memchr(at, '\n', (size_t)(input + count - at))); at++) {
		printf("{\"event\":\"report\",\"time\":%lld.%09ld,\"replies\":%llu,"
		       "\"cpu\":{\"user\":%lld,\"system\":%lld}}\n",
		       (long long)now.tv_sec, now.tv_nsec, replies,
		       used.ru_utime.tv_sec * 1000000LL + used.ru_utime.tv_usec,
		       used.ru_stime.tv_sec * 1000000LL + used.ru_stime.tv_usec);
	}

	fflush(stdout);
}

// A descriptor that was closed and accepted again within a turn finds nothing to read: EAGAIN.
static void ready(int fd)
{
	if (fd == listener) {
		accept_all();
	} else if (fd == STDIN_FILENO) {
		answer_input();
	} else if (connections[fd].owed == 0) {
		receive(fd);
	} else {
		flush(fd);
		if (connections[fd].owed == 0) {
			mechanism->want(fd, POLLIN);
		}
	}
}

static struct pollfd *pollfds;
static unsigned watched;

static void poll_add(int fd)
{
	connections[fd].slot = watched;
	pollfds[watched++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

static void poll_want(int fd, short events)
{
	pollfds[connections[fd].slot].events = events;
}

static void poll_drop(int fd)
{
	unsigned slot = connections[fd].slot;
	pollfds[slot] = pollfds[--watched];
	connections[pollfds[slot].fd].slot = slot;
}

// Collects before it serves: serving moves entries of the array.
static void poll_turn(void)
{
	static int found[MAX_DESCRIPTORS];
	int count = poll(pollfds, watched, -1);
	int left = count;
	for (unsigned slot = 0; left > 0; slot++) {
		if (pollfds[slot].revents) {
			found[count - left--] = pollfds[slot].fd;
		}
	}

	for (int index = 0; index < count; index++) {
		ready(found[index]);
	}
}

static int epfd;

static void epoll_control(int op, int fd, unsigned events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};
	if (epoll_ctl(epfd, op, fd, &event) < 0) {
		die("epoll_ctl");
	}
}

static void epoll_add(int fd)
{
	epoll_control(EPOLL_CTL_ADD, fd, EPOLLIN);
}

static void epoll_want(int fd, short events)
{
	epoll_control(EPOLL_CTL_MOD, fd, events == POLLIN ? EPOLLIN : EPOLLOUT);
}

static void epoll_drop(int fd)
{
	epoll_control(EPOLL_CTL_DEL, fd, 0);
}

static void epoll_turn(void)
{
	static struct epoll_event events[BATCH];
	int count = epoll_wait(epfd, events, BATCH, -1);
	for (int index = 0; index < count; index++) {
		ready(events[index].data.fd);
	}
}

static const struct mechanism mechanisms[] = {
	{"poll", poll_add, poll_want, poll_drop, poll_turn},
	{"epoll", epoll_add, epoll_want, epoll_drop, epoll_turn},
};

static int listen_on(unsigned port)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int on = 1;
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
	socklen_t length = sizeof address;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
	    bind(fd, (struct sockaddr *)&address, length) < 0 || listen(fd, BACKLOG) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &length) < 0) {
		die("listening");
	}

	printf("{\"event\":\"ready\",\"mechanism\":\"%s\",\"address\":\"127.0.0.1\",\"port\":%d,\"pid\":%d}\n",
	       mechanism->name, ntohs(address.sin_port), getpid());
	fflush(stdout);
	return fd;
}

int main(int argc, char **argv)
{
	for (size_t index = 0; argc == 4 && index < sizeof mechanisms / sizeof *mechanisms; index++) {
		if (strcmp(argv[1], mechanisms[index].name) == 0) {
			mechanism = &mechanisms[index];
		}
	}

	phased = argc == 4 && strcmp(argv[3], "phased") == 0;
	if (!mechanism || (!phased && strcmp(argv[3], "plain") != 0)) {
		fprintf(stderr, "usage: dphttpd poll|epoll PORT plain|phased\n");
		return 2;
	}

	for (size_t index = 0; index < PIPELINED; index++) {
		char *reply = output + index * REPLY_SIZE;
		memset(reply, 'x', REPLY_SIZE);
		memcpy(reply, HEADERS, sizeof HEADERS - 1);
	}

	signal(SIGPIPE, SIG_IGN);
	connections = calloc(MAX_DESCRIPTORS, sizeof *connections);
	pollfds = calloc(MAX_DESCRIPTORS, sizeof *pollfds);
	unsent = calloc(MAX_DESCRIPTORS, sizeof *unsent);
	epfd = epoll_create1(EPOLL_CLOEXEC);
	if (!connections || !pollfds || !unsent || epfd < 0) {
		die("starting");
	}

	listener = listen_on((unsigned)atoi(argv[2]));
	mechanism->add(listener);
	mechanism->add(STDIN_FILENO);
	for (;;) {
		mechanism->turn();
		flush_unsent();
	}
}
