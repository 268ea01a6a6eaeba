// How processes take turns in a guest that counts instructions.
#include <sched.h>

// Such a guest has its programs as SCHED_RR (rig/site/guest/init.ts). A slice that ends in a turn of the
// server or in a round of the load would have the next turn answer another number of requests each time,
// so these two go on until they wait: SCHED_FIFO in sched(7). Elsewhere this does nothing.
static void keep_turns_whole(void)
{
	struct sched_param parameters;
	if (sched_getscheduler(0) == SCHED_RR && sched_getparam(0, &parameters) == 0) {
		sched_setscheduler(0, SCHED_FIFO, &parameters);
	}
}
