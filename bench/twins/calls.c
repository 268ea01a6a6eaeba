// The C twin of bench/calls: a system call that fails at once, over and over.
//
//   calls SECONDS
//
// Prints a result line with the calls, the time and the processor time that they took.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BATCH 10000

static double now(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 1;
	char buffer[8];
	long calls = 0;
	double began = now(CLOCK_MONOTONIC), used = now(CLOCK_PROCESS_CPUTIME_ID), time = 0;
	while (time < seconds) {
		for (int call = 0; call < BATCH; call++) {
			if (read(-1, buffer, sizeof buffer) >= 0) {
				return 1;
			}
		}

		calls += BATCH;
		time = now(CLOCK_MONOTONIC) - began;
	}

	used = now(CLOCK_PROCESS_CPUTIME_ID) - used;
	printf("{\"event\":\"result\",\"calls\":%ld,\"seconds\":%.9f,\"cpuUs\":%.3f}\n", calls, time, used * 1e6);
	return 0;
}
