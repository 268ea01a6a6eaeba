// What the C twins of servers/dphttpd share: parsing, replies, the report and the listening socket.
//
// What the study does not reach is left out: a request over 8 KiB is closed without a 431, and running
// out of descriptors ends the server.
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "turns.h"

#include "mark.h"

#define REQUEST_LIMIT 8192
#define READ_SIZE 4096
#define BACKLOG 4096
#define MAX_DESCRIPTORS (1 << 20)
#define PIPELINED 64

#define HEADERS \
	"HTTP/1.1 200 OK\r\nServer: dphttpd/1\r\nContent-Type: text/plain\r\nContent-Length: 128\r\n\r\n"
#define REPLY_SIZE (sizeof(HEADERS) - 1 + 128)
_Static_assert(REPLY_SIZE == 213, "a reply has 213 bytes on the wire, as in 2002");

struct request {
	unsigned bytes;     // of the unfinished request so far
	unsigned line;      // bytes of its unfinished line so far, the newline aside
	char last;          // the last byte of that line
};

static unsigned long long replies;
static unsigned open_connections;
static unsigned asked;                 // reports, that this turn has been asked for
static double slowdown;                // a fault: the share of its processor time that is wasted
static char output[PIPELINED * REPLY_SIZE];

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void prepare_replies(void)
{
	for (size_t index = 0; index < PIPELINED; index++) {
		char *reply = output + index * REPLY_SIZE;
		memset(reply, 'x', REPLY_SIZE);
		memcpy(reply, HEADERS, sizeof HEADERS - 1);
	}
}

// Where in `output` the replies begin of which `owed` bytes are still to be sent, and how many of
// these follow there.
static size_t next_reply(size_t owed, size_t *length)
{
	size_t offset = (REPLY_SIZE - owed % REPLY_SIZE) % REPLY_SIZE;
	size_t room = sizeof output - offset;
	*length = owed < room ? owed : room;
	return offset;
}

// Reads on where the last read ended; the number of requests that are complete now. An empty line
// ends a request, but is passed over before one (RFC 9112, section 2.2).
static unsigned parse(struct request *request, const char *at, const char *end)
{
	unsigned requests = 0;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at);
		if (length > 0) {
			request->last = at[length - 1];
			request->line += (unsigned)length;
		}

		request->bytes += (unsigned)length;
		if (!newline) {
			break;
		}

		request->bytes++;
		if (request->line == 0 || (request->line == 1 && request->last == '\r')) {
			requests += request->bytes > request->line + 1;
			request->bytes = 0;
		}

		request->line = 0;
		at = newline + 1;
	}

	return requests;
}

// Each line of standard input asks for a report; the server ends where that does.
static void read_input(void)
{
	static char input[READ_SIZE];
	ssize_t count = read(STDIN_FILENO, input, sizeof input);
	if (count <= 0) {
		exit(0);
	}

	for (char *at = input; (at = memchr(at, '\n', (size_t)(input + count - at))); at++) {
		asked++;
	}
}

static long long nanoseconds(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

// Wastes the share of what was used since the last time. The loop takes two instructions a step: two
// nanoseconds where the clock counts instructions. What the readings of the clock take is wasted too.
static void waste(void)
{
	static long long wasted_until, reading;
	static double owed;
	long long used = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
	if (reading == 0) {
		reading = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - used;
		wasted_until = used = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
	}

	// Half of a reading lies on either side of what was used, and of what is wasted, where one lies between.
	owed += slowdown * (double)(used - wasted_until - reading);
	long long steps = ((long long)owed - 2 * reading) / 2;
	if (steps > 0) {
#ifdef __x86_64__
		__asm__ volatile("1: dec %0; jnz 1b" : "+r"(steps) : : "cc");
#else
		for (; steps > 0; steps--) {
			__asm__ volatile("" : "+r"(steps));
		}
#endif
	}

	wasted_until = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
	owed -= (double)(wasted_until - used + reading);
	// Turns that do next to nothing, as those that accept one connection, waste more than their share by the
	// readings alone. Later turns waste theirs all the same.
	owed = owed > 0 ? owed : 0;
}

static long long resident_bytes(void)
{
	long long pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");
	if (file) {
		if (fscanf(file, "%*d %lld", &pages) != 1) {
			pages = 0;
		}

		fclose(file);
	}

	return pages * sysconf(_SC_PAGESIZE);
}

// Tells the plugin of QEMU, where there is one, that the report of this time is made: what it has counted
// since the one before belongs to it.
static void mark(long long time)
{
#ifdef __x86_64__
	for (int bit = 62; bit >= 0; bit--) {
		if (time >> bit & 1) {
			__asm__ volatile("nopl %c0(%%rax)" : : "i"(MARK_ONE));
		} else {
			__asm__ volatile("nopl %c0(%%rax)" : : "i"(MARK_ZERO));
		}
	}

	__asm__ volatile("nopl %c0(%%rax)" : : "i"(MARK_END));
#else
	(void)time;
#endif
}

// To be called between two turns: in one there are requests that were paid for and not answered.
static void end_turn(void)
{
	if (slowdown > 0) {
		waste();
	}

	for (; asked > 0; asked--) {
		struct rusage used;
		getrusage(RUSAGE_SELF, &used);
		long long now = nanoseconds(CLOCK_MONOTONIC);
		mark(now);
		printf("{\"event\":\"report\",\"time\":%lld.%09lld,\"replies\":%llu,"
		       "\"connections\":{\"now\":%u},\"cpu\":{\"user\":%lld,\"system\":%lld},\"rss\":%lld}\n",
		       now / 1000000000, now % 1000000000, replies, open_connections,
		       used.ru_utime.tv_sec * 1000000LL + used.ru_utime.tv_usec,
		       used.ru_stime.tv_sec * 1000000LL + used.ru_stime.tv_usec, resident_bytes());
		fflush(stdout);
	}
}

// Listens on 127.0.0.1; `flags` are added to the socket's type.
static int listen_on(unsigned port, const char *mechanism, int flags)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
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
	       mechanism, ntohs(address.sin_port), getpid());
	fflush(stdout);
	return fd;
}
