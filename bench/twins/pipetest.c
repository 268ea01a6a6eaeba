// The C twin of clients/pipetest: one token, always to the last pipe, a write, a wait and a read a pass.
//
//   pipetest MECHANISM PIPES SECONDS      MECHANISM is poll or epoll (level-triggered)
//
// Repeats whole lives of the token for SECONDS, and prints a result line (docs/programs.md) with what
// a comparison needs of it.
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define GENERATIONS 300

struct token {
	int generation;
	int pipe;
	int thread;
};

static int *writers;
static int *readers;
static struct pollfd *pollfds;
static int pipes;
static int epfd = -1;

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

static void make_pipes(void)
{
	for (int index = 0; index < pipes; index++) {
		int pair[2];
		struct epoll_event event = {.events = EPOLLIN, .data.u32 = (unsigned)index};
		if (pipe2(pair, O_NONBLOCK | O_CLOEXEC) < 0) {
			die("pipe2");
		}

		readers[index] = pair[0];
		writers[index] = pair[1];
		pollfds[index] = (struct pollfd){.fd = pair[0], .events = POLLIN};
		if (epfd >= 0 && epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0], &event) < 0) {
			die("epoll_ctl");
		}
	}
}

// The number of a pipe that can be read.
static int wait_for_pipe(void)
{
	if (epfd >= 0) {
		struct epoll_event event;
		if (epoll_wait(epfd, &event, 1, -1) != 1) {
			die("epoll_wait");
		}

		return (int)event.data.u32;
	}

	if (poll(pollfds, (nfds_t)pipes, -1) != 1) {
		die("poll");
	}

	for (int index = 0;; index++) {
		if (pollfds[index].revents) {
			return index;
		}
	}
}

static void live(void)
{
	struct token token = {.pipe = pipes - 1};
	do {
		if (write(writers[token.pipe], &token, sizeof token) != sizeof token) {
			die("write");
		}

		int index = wait_for_pipe();
		if (read(readers[index], &token, sizeof token) != sizeof token) {
			die("read");
		}
	} while (++token.generation < GENERATIONS);
}

int main(int argc, char **argv)
{
	if (argc != 4 || (strcmp(argv[1], "poll") != 0 && strcmp(argv[1], "epoll") != 0)) {
		fprintf(stderr, "usage: pipetest poll|epoll PIPES SECONDS\n");
		return 2;
	}

	pipes = atoi(argv[2]);
	readers = calloc((size_t)pipes, sizeof *readers);
	writers = calloc((size_t)pipes, sizeof *writers);
	pollfds = calloc((size_t)pipes, sizeof *pollfds);
	if (!readers || !writers || !pollfds) {
		die("starting");
	}

	if (strcmp(argv[1], "epoll") == 0 && (epfd = epoll_create1(EPOLL_CLOEXEC)) < 0) {
		die("epoll_create1");
	}

	make_pipes();
	live();
	unsigned long long lives = 0;
	struct rusage before, after;
	getrusage(RUSAGE_SELF, &before);
	double start = now(), until = start + atof(argv[3]);
	do {
		live();
		lives++;
	} while (now() < until);

	double seconds = now() - start;
	getrusage(RUSAGE_SELF, &after);
	printf("{\"event\":\"result\",\"passes\":%llu,\"seconds\":%.9f,\"cpu\":{\"user\":%lld,\"system\":%lld}}\n",
	       lives * GENERATIONS, seconds,
	       (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1000000LL + after.ru_utime.tv_usec -
	               before.ru_utime.tv_usec,
	       (after.ru_stime.tv_sec - before.ru_stime.tv_sec) * 1000000LL + after.ru_stime.tv_usec -
	               before.ru_stime.tv_usec);
	return 0;
}
