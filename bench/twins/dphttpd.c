// The C twin of servers/dphttpd: the same work a request, so that "how much of this is Node?" has an answer.
//
//   dphttpd MECHANISM PORT ORDER [SLOWDOWN]
//
// MECHANISM is poll or epoll (level-triggered); PORT 0 is any free port. ORDER is of the work in a
// turn: plain reads a request with read(2) and answers it with write(2), connection by connection, as
// the dphttpd of 2002 did; phased does what ours does, recv(2) from all that are ready, then send(2).
// SLOWDOWN is the share of its processor time to waste, as in 0.01.
//
// Prints its ready line and, for each line on standard input, its report (docs/programs.md); ends
// when standard input, which must be a pipe or a terminal, does.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include "dphttpd.h"

#include "accept.h"

#define BATCH 1024

struct connection {
	size_t owed;        // bytes of replies still to be sent
	unsigned slot;      // its place in the pollfd array
	struct request request;
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
static char input[READ_SIZE];

static void finish(int fd)
{
	mechanism->drop(fd);
	close(fd);
	open_connections--;
}

// Sends what is owed; what the socket does not take waits until it is writable.
static void flush(int fd)
{
	struct connection *connection = &connections[fd];
	while (connection->owed > 0) {
		size_t length;
		size_t offset = next_reply(connection->owed, &length);
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

	unsigned requests = parse(&connection->request, input, input + count);
	if (connection->request.bytes > REQUEST_LIMIT) {
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

static void admit(int fd)
{
	if (fd >= MAX_DESCRIPTORS) {
		errno = EMFILE;
		die("accept4");
	}

	connections[fd] = (struct connection){0};
	open_connections++;
	mechanism->add(fd);
}

// A descriptor that was closed and accepted again within a turn finds nothing to read: EAGAIN.
static void ready(int fd)
{
	if (fd == listener) {
		accept_all(listener, admit);
	} else if (fd == STDIN_FILENO) {
		read_input();
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

int main(int argc, char **argv)
{
	for (size_t index = 0; argc >= 4 && index < sizeof mechanisms / sizeof *mechanisms; index++) {
		if (strcmp(argv[1], mechanisms[index].name) == 0) {
			mechanism = &mechanisms[index];
		}
	}

	phased = argc >= 4 && strcmp(argv[3], "phased") == 0;
	slowdown = argc == 5 ? atof(argv[4]) : 0;
	if (!mechanism || argc > 5 || (!phased && strcmp(argv[3], "plain") != 0)) {
		fprintf(stderr, "usage: dphttpd poll|epoll PORT plain|phased [SLOWDOWN]\n");
		return 2;
	}

	keep_turns_whole();
	prepare_replies();
	signal(SIGPIPE, SIG_IGN);
	connections = calloc(MAX_DESCRIPTORS, sizeof *connections);
	pollfds = calloc(MAX_DESCRIPTORS, sizeof *pollfds);
	unsent = calloc(MAX_DESCRIPTORS, sizeof *unsent);
	epfd = epoll_create1(EPOLL_CLOEXEC);
	if (!connections || !pollfds || !unsent || epfd < 0) {
		die("starting");
	}

	listener = listen_on((unsigned)atoi(argv[2]), mechanism->name, SOCK_NONBLOCK);
	mechanism->add(listener);
	mechanism->add(STDIN_FILENO);
	for (;;) {
		mechanism->turn();
		flush_unsent();
		end_turn();
	}
}
