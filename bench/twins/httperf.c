// The C twin of clients/httperf, for guests that count instructions: a closed loop that goes in rounds.
//
//   httperf PORT CONNECTIONS WARMUP DURATION PID
//
// A round is a request on each of CONNECTIONS connections to 127.0.0.1:PORT, and then the wait for all
// replies, so that a turn of the server answers all of them, whenever it is let run. WARMUP and DURATION
// are in seconds, and end with a round. PID is the server's, whose processor time is read where the window
// begins and ends: between two rounds, when the server sleeps and nobody has asked it anything.
//
// Prints the lines of httperf --json (docs/programs.md), without reply times, but with `server`. The window
// begins with the first line on standard input that comes once it is `warm`, and the load goes on behind it
// until another comes: who reads the counters at these two reads them at work. It also ends where standard
// input does.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "turns.h"

#define REPLY_SIZE 213
// However few of them DURATION has time for.
#define LEAST_ROUNDS 10
// From what was said last until the window, in seconds: who reads it has then gone to sleep again.
#define QUIET 0.05

static const char request[] = "GET / HTTP/1.1\r\nUser-Agent: httperf/0.9.0\r\nHost: 127.0.0.1\r\n\r\n";
static const char status_line[] = "HTTP/1.1 200 ";
static int *connections;
static int connection_count;
static unsigned long long replies;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static long long nanoseconds(clockid_t clock)
{
	struct timespec time;
	if (clock_gettime(clock, &time) < 0) {
		die("clock_gettime");
	}

	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static double now(void)
{
	return (double)nanoseconds(CLOCK_MONOTONIC) / 1e9;
}

static int dial(unsigned port)
{
	int on = 1;
	struct linger reset = {.l_onoff = 1, .l_linger = 0};
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) < 0 ||
	    connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
		die("connect");
	}

	return fd;
}

static void take_reply(int fd)
{
	char reply[REPLY_SIZE];
	ssize_t count = recv(fd, reply, sizeof reply, MSG_WAITALL);
	if (count < 0) {
		die("recv");
	}

	if (count < REPLY_SIZE || memcmp(reply, status_line, sizeof status_line - 1) != 0) {
		fprintf(stderr, "httperf: the server sent what is no reply of %d bytes\n", REPLY_SIZE);
		exit(1);
	}

	replies++;
}

// The last that was asked is the last to answer: behind it nothing is waited for.
static void play_round(void)
{
	for (int index = 0; index < connection_count; index++) {
		if (send(connections[index], request, sizeof request - 1, MSG_NOSIGNAL) != sizeof request - 1) {
			die("send");
		}
	}

	for (int index = connection_count - 1; index >= 0; index--) {
		take_reply(connections[index]);
	}
}

static void say(const char *event)
{
	printf("{\"event\":\"%s\",\"time\":%.9f}\n", event, now());
	fflush(stdout);
}

static struct rusage used(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage;
}

static long long microseconds(struct timeval time)
{
	return time.tv_sec * 1000000LL + time.tv_usec;
}

// Each line asks for a report. Whether there was one.
static bool answer(void)
{
	static char input[256];
	struct pollfd watched = {.fd = STDIN_FILENO, .events = POLLIN};
	if (poll(&watched, 1, 0) < 1) {
		return false;
	}

	ssize_t count = read(STDIN_FILENO, input, sizeof input);
	if (count <= 0) {
		exit(0);
	}

	bool asked = false;
	for (char *at = input; (at = memchr(at, '\n', (size_t)(input + count - at))); at++) {
		struct rusage usage = used();
		printf("{\"event\":\"report\",\"time\":%.9f,\"replies\":%llu,\"open\":%d,"
		       "\"cpu\":{\"user\":%lld,\"system\":%lld}}\n", now(), replies, connection_count,
		       microseconds(usage.ru_utime), microseconds(usage.ru_stime));
		asked = true;
	}

	fflush(stdout);
	return asked;
}

// Rounds for so many seconds.
static void play(double seconds)
{
	double until = now() + seconds;
	for (int rounds = 0; rounds < LEAST_ROUNDS || now() < until; rounds++) {
		play_round();
		answer();
	}
}

static void play_until_asked(void)
{
	do {
		play_round();
	} while (!answer());
}

int main(int argc, char **argv)
{
	clockid_t server;
	connection_count = argc == 6 ? atoi(argv[2]) : 0;
	if (connection_count < 1 || clock_getcpuclockid(atoi(argv[5]), &server) != 0) {
		fprintf(stderr, "usage: httperf PORT CONNECTIONS WARMUP DURATION PID\n");
		return 2;
	}

	connections = calloc((size_t)connection_count, sizeof *connections);
	if (!connections) {
		die("calloc");
	}

	keep_turns_whole();
	double began = now();
	for (int index = 0; index < connection_count; index++) {
		connections[index] = dial((unsigned)atoi(argv[1]));
	}

	printf("{\"event\":\"connected\",\"connections\":%d}\n", connection_count);
	fflush(stdout);
	double connected = now();
	play(atof(argv[3]));
	say("warm");
	play_until_asked();

	say("measuring");
	play(QUIET);
	unsigned long long before = replies;
	long long served = nanoseconds(server);
	struct rusage from = used();
	double opened = now();
	play(atof(argv[4]));
	served = nanoseconds(server) - served;
	double seconds = now() - opened;
	struct rusage to = used();
	unsigned long long counted = replies - before;
	say("measured");
	play_until_asked();

	long long user = microseconds(to.ru_utime) - microseconds(from.ru_utime);
	long long system = microseconds(to.ru_stime) - microseconds(from.ru_stime);
	printf("{\"event\":\"result\",\"mode\":\"closed\",\"engine\":\"rounds\",\"reason\":\"duration\","
	       "\"total\":{\"connections\":%d,\"replies\":%llu,\"seconds\":%.9f},"
	       "\"warmup\":{\"seconds\":%.9f,\"settled\":true},"
	       "\"window\":{\"seconds\":%.9f,\"held\":%d,\"replies\":%llu,\"rate\":%.3f,\"bins\":[],"
	       "\"cpu\":{\"user\":%lld,\"system\":%lld},\"cpuShare\":%.6f},"
	       "\"server\":{\"nanoseconds\":%lld},"
	       "\"status\":{\"2xx\":%llu},\"errors\":{\"total\":0},\"bottleneck\":\"not the client\"}\n",
	       connection_count, replies, now() - began, opened - connected, seconds, connection_count, counted,
	       (double)counted / seconds, user, system, (double)(user + system) / 1e6 / seconds,
	       served, replies);
	fflush(stdout);
	return 0;
}
