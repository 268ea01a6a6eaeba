// Counters of the TCP segments that a network namespace sent: TcpExt, and Tcp where they are older.

/** Of /proc/net/netstat (TcpExt). */
export const segmentsOfTcpExt = ['TCPOrigDataSent', 'TCPAutoCorking', 'DelayedACKs'] as const;

/** Of /proc/net/snmp (Tcp). */
export const segmentsOfTcp = ['OutSegs'] as const;

/** All of them: segments with new data, those that waited to be joined, ACKs that waited, and all segments. */
export const segmentCounters = [...segmentsOfTcpExt, ...segmentsOfTcp];
