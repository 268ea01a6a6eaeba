// The C twin of servers/dphttpd on io_uring: the same operations a request, driven by hand.
//
//   dphttpd-ring PORT [SLOWDOWN]
//
// Multishot accept and receive into provided buffers, the sends of a turn submitted together with the
// next wait: one io_uring_enter a turn, with IORING_SETUP_DEFER_TASKRUN (Linux 6.1), as ours. PORT,
// SLOWDOWN, its lines and its end are those of dphttpd.c.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include "dphttpd.h"

#define SUBMISSIONS 4096
#define COMPLETIONS 16384
#define BUFFERS 256
// Between buffers, as in linux/io-uring/buffer-ring.ts: else their first bytes share a set of the cache.
#define STRIDE (READ_SIZE + 64)

enum {ACCEPT, INPUT, RECEIVE, SEND};

struct connection {
	size_t owed;        // bytes of replies still to be sent
	struct request request;
	bool receiving;     // these two are in the kernel
	bool sending;
};

static struct connection *connections;
static int listener;

static int ring_fd;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static unsigned *sq_head, *sq_tail, *cq_head, *cq_tail;
static unsigned sq_mask, cq_mask;
static unsigned queued;

static struct io_uring_buf_ring *buffer_ring;
static char *buffers;
static unsigned short buffer_tail;

static void enter(unsigned least)
{
	int taken = (int)syscall(SYS_io_uring_enter, ring_fd, queued, least, IORING_ENTER_GETEVENTS, NULL, 0);
	if (taken >= 0) {
		queued -= (unsigned)taken;
	} else if (errno != EINTR && errno != EAGAIN && errno != EBUSY) {
		die("io_uring_enter");
	}
}

static struct io_uring_sqe *prepare(unsigned char opcode, int fd, unsigned kind)
{
	unsigned tail = *sq_tail;
	while (tail - __atomic_load_n(sq_head, __ATOMIC_ACQUIRE) > sq_mask) {
		enter(0);
	}

	struct io_uring_sqe *sqe = &sqes[tail & sq_mask];
	memset(sqe, 0, sizeof *sqe);
	sqe->opcode = opcode;
	sqe->fd = fd;
	sqe->user_data = (uint64_t)kind << 32 | (unsigned)fd;
	__atomic_store_n(sq_tail, tail + 1, __ATOMIC_RELEASE);
	queued++;
	return sqe;
}

// The sockets are blocking: with O_NONBLOCK, operations would not wait.
static void arm_accept(void)
{
	struct io_uring_sqe *sqe = prepare(IORING_OP_ACCEPT, listener, ACCEPT);
	sqe->accept_flags = SOCK_CLOEXEC;
	sqe->ioprio = IORING_ACCEPT_MULTISHOT;
}

static void arm_input(void)
{
	prepare(IORING_OP_POLL_ADD, STDIN_FILENO, INPUT)->poll32_events = POLLIN;
}

static void arm_receive(int fd)
{
	struct io_uring_sqe *sqe = prepare(IORING_OP_RECV, fd, RECEIVE);
	sqe->flags = IOSQE_BUFFER_SELECT;
	sqe->ioprio = IORING_RECV_MULTISHOT;
	connections[fd].receiving = true;
}

static void send_owed(int fd)
{
	size_t length;
	size_t offset = next_reply(connections[fd].owed, &length);
	struct io_uring_sqe *sqe = prepare(IORING_OP_SEND, fd, SEND);
	sqe->addr = (uintptr_t)(output + offset);
	sqe->len = (unsigned)length;
	sqe->msg_flags = MSG_NOSIGNAL | MSG_WAITALL;
	connections[fd].sending = true;
}

static void give_back(unsigned short id)
{
	struct io_uring_buf *buffer = &buffer_ring->bufs[buffer_tail++ & (BUFFERS - 1)];
	buffer->addr = (uintptr_t)(buffers + (size_t)id * STRIDE);
	buffer->len = READ_SIZE;
	buffer->bid = id;
}

// Its descriptor may be closed, and used again, only once the kernel has nothing of it.
static void finish(int fd)
{
	if (!connections[fd].receiving && !connections[fd].sending) {
		close(fd);
		open_connections--;
	}
}

static void received(int fd, const struct io_uring_cqe *cqe)
{
	struct connection *connection = &connections[fd];
	connection->receiving = cqe->flags & IORING_CQE_F_MORE;
	if (cqe->flags & IORING_CQE_F_BUFFER) {
		unsigned short id = (unsigned short)(cqe->flags >> IORING_CQE_BUFFER_SHIFT);
		const char *input = buffers + (size_t)id * STRIDE;
		if (cqe->res > 0) {
			unsigned requests = parse(&connection->request, input, input + cqe->res);
			replies += requests;
			connection->owed += requests * REPLY_SIZE;
		}

		give_back(id);
	}

	if (connection->request.bytes > REQUEST_LIMIT) {
		shutdown(fd, SHUT_RDWR);
	} else if (connection->owed > 0 && !connection->sending) {
		send_owed(fd);
	}

	if (!connection->receiving) {
		if (cqe->res > 0 || cqe->res == -ENOBUFS) {
			arm_receive(fd);
		} else {
			finish(fd);
		}
	}
}

static void sent(int fd, int result)
{
	struct connection *connection = &connections[fd];
	connection->sending = false;
	if (result < 0) {
		connection->owed = 0;
		shutdown(fd, SHUT_RDWR);
		finish(fd);
		return;
	}

	connection->owed -= (size_t)result;
	if (connection->owed > 0) {
		send_owed(fd);
	} else {
		finish(fd);
	}
}

static void accepted(const struct io_uring_cqe *cqe)
{
	if (cqe->res >= MAX_DESCRIPTORS) {
		errno = EMFILE;
		die("accept");
	}

	if (cqe->res >= 0) {
		connections[cqe->res] = (struct connection){0};
		open_connections++;
		arm_receive(cqe->res);
	} else if (cqe->res != -ECONNABORTED) {
		errno = -cqe->res;
		die("accept");
	}

	if (!(cqe->flags & IORING_CQE_F_MORE)) {
		arm_accept();
	}
}

static void turn(void)
{
	unsigned head = *cq_head;
	enter(__atomic_load_n(cq_tail, __ATOMIC_ACQUIRE) == head);
	unsigned tail = __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE);
	for (; head != tail; head++) {
		const struct io_uring_cqe *cqe = &cqes[head & cq_mask];
		int fd = (int)(cqe->user_data & UINT32_MAX);
		switch (cqe->user_data >> 32) {
		case ACCEPT:
			accepted(cqe);
			break;
		case INPUT:
			read_input();
			arm_input();
			break;
		case RECEIVE:
			received(fd, cqe);
			break;
		case SEND:
			sent(fd, cqe->res);
			break;
		}
	}

	__atomic_store_n(cq_head, head, __ATOMIC_RELEASE);
	__atomic_store_n(&buffer_ring->tail, buffer_tail, __ATOMIC_RELEASE);
}

static void *map(size_t length, off_t offset)
{
	int flags = offset < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED | MAP_POPULATE;
	void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, flags, offset < 0 ? -1 : ring_fd,
	                    offset < 0 ? 0 : offset);
	if (memory == MAP_FAILED) {
		die("mmap");
	}

	return memory;
}

static void open_ring(void)
{
	struct io_uring_params params = {
		.flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
		         IORING_SETUP_DEFER_TASKRUN,
		.cq_entries = COMPLETIONS,
	};
	ring_fd = (int)syscall(SYS_io_uring_setup, SUBMISSIONS, &params);
	if (ring_fd < 0) {
		die("io_uring_setup");
	}

	size_t sq_bytes = params.sq_off.array + params.sq_entries * sizeof(unsigned);
	size_t cq_bytes = params.cq_off.cqes + params.cq_entries * sizeof *cqes;
	char *rings = map(sq_bytes > cq_bytes ? sq_bytes : cq_bytes, IORING_OFF_SQ_RING);
	sqes = map(params.sq_entries * sizeof *sqes, IORING_OFF_SQES);
	sq_head = (unsigned *)(rings + params.sq_off.head);
	sq_tail = (unsigned *)(rings + params.sq_off.tail);
	sq_mask = *(unsigned *)(rings + params.sq_off.ring_mask);
	cq_head = (unsigned *)(rings + params.cq_off.head);
	cq_tail = (unsigned *)(rings + params.cq_off.tail);
	cq_mask = *(unsigned *)(rings + params.cq_off.ring_mask);
	cqes = (struct io_uring_cqe *)(rings + params.cq_off.cqes);
	unsigned *array = (unsigned *)(rings + params.sq_off.array);
	for (unsigned index = 0; index < params.sq_entries; index++) {
		array[index] = index;
	}
}

static void provide_buffers(void)
{
	buffers = map(BUFFERS * STRIDE, -1);
	buffer_ring = map(BUFFERS * sizeof(struct io_uring_buf), -1);
	struct io_uring_buf_reg registration = {
		.ring_addr = (uintptr_t)buffer_ring,
		.ring_entries = BUFFERS,
	};
	if (syscall(SYS_io_uring_register, ring_fd, IORING_REGISTER_PBUF_RING, &registration, 1) < 0) {
		die("io_uring_register");
	}

	for (unsigned short id = 0; id < BUFFERS; id++) {
		give_back(id);
	}

	__atomic_store_n(&buffer_ring->tail, buffer_tail, __ATOMIC_RELEASE);
}

int main(int argc, char **argv)
{
	slowdown = argc == 3 ? atof(argv[2]) : 0;
	if (argc != 2 && argc != 3) {
		fprintf(stderr, "usage: dphttpd-ring PORT [SLOWDOWN]\n");
		return 2;
	}

	keep_turns_whole();
	prepare_replies();
	signal(SIGPIPE, SIG_IGN);
	connections = calloc(MAX_DESCRIPTORS, sizeof *connections);
	if (!connections) {
		die("starting");
	}

	open_ring();
	provide_buffers();
	listener = listen_on((unsigned)atoi(argv[1]), "io_uring", 0);
	arm_accept();
	arm_input();
	for (;;) {
		turn();
		end_turn();
	}
}
