// The C twin of servers/relay in tcp mode on epoll: the same work a message, so that "how much of this is
// Node?" has an answer.
//
//   relay PORT ORIGIN_PORT
//
// PORT 0 is any free port; the origin is on 127.0.0.1. A turn has the phases of ours: recv(2) from all that are
// ready, then send(2) to all. A connection to the origin is watched for room until its first bytes have
// gone; in the steady state there is no epoll_ctl. A direction has a buffer of 16 KiB while bytes are in it.
//
// Prints its ready line and, for each line on standard input, its report, whose replies are the pieces that
// came from the origin; ends when standard input, which must be a pipe or a terminal, does.
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include "dphttpd.h"

#include "accept.h"

#define BATCH 1024
#define CAPACITY 16384

// One socket of a relayed connection, and the bytes that have come from it and are still to go to the other.
struct side {
	struct side *other;
	char *bytes;
	unsigned start, end;
	int fd;
	unsigned armed;
	bool is_origin, connected, ended, end_near, shut, to_send, closed;
};

static int epfd, listener;
static struct sockaddr_in origin;
static struct side listening, input;
static struct side *unsent[2 * BATCH], *doomed[4 * BATCH];
static unsigned unsent_count, doomed_count;
static char *spare[MAX_DESCRIPTORS];
static unsigned spare_count;

static void watch(struct side *side, unsigned want)
{
	if (want != side->armed) {
		struct epoll_event event = {.events = want, .data.ptr = side};
		int op = side->armed == 0 ? EPOLL_CTL_ADD : want == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
		if (epoll_ctl(epfd, op, side->fd, &event) < 0) {
			die("epoll_ctl");
		}

		side->armed = want;
	}
}

static void update(struct side *side)
{
	if (!side->closed) {
		struct side *other = side->other;
		bool reads = side->connected && !side->ended && side->end < CAPACITY;
		bool writes = !side->connected || other->start < other->end;
		watch(side, (reads ? EPOLLIN | EPOLLRDHUP : 0) | (writes ? EPOLLOUT : 0));
	}
}

static void settle(struct side *side)
{
	if (side->start == side->end && side->bytes) {
		spare[spare_count++] = side->bytes;
		side->bytes = NULL;
		side->start = side->end = 0;
	}
}

static void finish(struct side *side, bool resets)
{
	if (side->closed) {
		return;
	}

	side->closed = true;
	if (resets) {
		struct linger at_once = {.l_onoff = 1};
		setsockopt(side->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	}

	close(side->fd);
	if (side->other->closed) {
		open_connections--;
		doomed[doomed_count++] = side;
		if (doomed_count == sizeof doomed / sizeof *doomed) {
			die("too many ended at once");
		}
	}
}

static void fail(struct side *side)
{
	finish(side, true);
	finish(side->other, true);
}

// All that has come from `from` has gone, and its end.
static void pass_end(struct side *from)
{
	struct side *to = from->other;
	if (!to->shut) {
		to->shut = true;
		shutdown(to->fd, SHUT_WR);
	}

	if (from->shut) {
		finish(from, false);
		finish(to, false);
	}
}

static void queue(struct side *side)
{
	if (!side->to_send && !side->closed) {
		side->to_send = true;
		unsent[unsent_count++] = side;
	}
}

static void flush(struct side *side)
{
	struct side *from = side->other;
	unsigned length = from->end - from->start;
	side->to_send = false;
	if (side->closed) {
		return;
	}

	if (length > 0) {
		ssize_t sent = send(side->fd, from->bytes + from->start, length, MSG_NOSIGNAL);
		if (sent < 0 && errno != EAGAIN) {
			fail(side);
			return;
		}

		if (sent > 0) {
			from->start += (unsigned)sent;
			side->connected = true;
			settle(from);
		}
	} else if (!side->connected) {
		if (connect(side->fd, (struct sockaddr *)&origin, sizeof origin) < 0 && errno != EISCONN) {
			if (errno != EALREADY && errno != EINPROGRESS) {
				fail(side);
				return;
			}
		} else {
			side->connected = true;
		}
	}

	if (from->start == from->end && side->connected && from->ended) {
		pass_end(from);
	}

	update(side);
	update(from);
}

static void receive(struct side *side)
{
	unsigned room = CAPACITY - side->end;
	if (room > 0) {
		if (!side->bytes) {
			side->bytes = spare_count > 0 ? spare[--spare_count] : malloc(CAPACITY + 64);
		}

		ssize_t count = recv(side->fd, side->bytes + side->end, room, 0);
		if (count < 0 && errno != EAGAIN) {
			fail(side);
			return;
		}

		if (count > 0) {
			side->end += (unsigned)count;
			replies += side->is_origin;
		}

		side->ended = count == 0 || (count > 0 && (unsigned)count < room && side->end_near);
		settle(side);
	}

	if (side->other->connected && (side->start < side->end || side->ended)) {
		queue(side->other);
	} else {
		update(side);
	}
}

static struct side *new_side(int fd)
{
	struct side *side = calloc(1, sizeof *side);
	int on = 1;
	if (!side) {
		die("calloc");
	}

	side->fd = fd;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return side;
}

static void admit(int fd)
{
	int behind = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (behind < 0) {
		die("socket");
	}

	struct side *client = new_side(fd);
	struct side *server = new_side(behind);
	client->connected = true;
	client->other = server;
	server->is_origin = true;
	server->other = client;
	open_connections++;
	receive(client);
	if (!client->closed && connect(behind, (struct sockaddr *)&origin, sizeof origin) < 0 &&
	    errno != EINPROGRESS) {
		fail(client);
	}

	update(client);
	update(server);
}

static void ready(struct side *side, unsigned events)
{
	if (side == &listening) {
		accept_all(listener, admit);
	} else if (side == &input) {
		read_input();
	} else if (!side->closed) {
		// A reset shuts both directions too: that is no end in order.
		side->end_near |= (events & (EPOLLRDHUP | EPOLLERR)) == EPOLLRDHUP;
		if ((side->armed & EPOLLIN) && (events & ~(unsigned)EPOLLOUT)) {
			receive(side);
		}

		if ((side->armed & EPOLLOUT) && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP))) {
			queue(side);
		}
	}
}

static void free_doomed(void)
{
	for (unsigned index = 0; index < doomed_count; index++) {
		struct side *both[] = {doomed[index], doomed[index]->other};
		for (int each = 0; each < 2; each++) {
			both[each]->start = both[each]->end = 0;
			settle(both[each]);
			free(both[each]);
		}
	}

	doomed_count = 0;
}

int main(int argc, char **argv)
{
	static struct epoll_event events[BATCH];
	if (argc != 3) {
		fprintf(stderr, "usage: relay PORT ORIGIN_PORT\n");
		return 2;
	}

	origin.sin_family = AF_INET;
	origin.sin_port = htons((unsigned short)atoi(argv[2]));
	origin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	epfd = epoll_create1(EPOLL_CLOEXEC);
	if (epfd < 0) {
		die("starting");
	}

	listener = listen_on((unsigned)atoi(argv[1]), "epoll", SOCK_NONBLOCK);
	listening.fd = listener;
	input.fd = STDIN_FILENO;
	watch(&listening, EPOLLIN);
	watch(&input, EPOLLIN);
	for (;;) {
		int count = epoll_wait(epfd, events, BATCH, -1);
		for (int index = 0; index < count; index++) {
			ready(events[index].data.ptr, events[index].events);
		}

		for (unsigned index = 0; index < unsent_count; index++) {
			flush(unsent[index]);
		}

		unsent_count = 0;
		free_doomed();
		end_turn();
	}
}
