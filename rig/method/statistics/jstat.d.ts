// What is used of jStat, which brings no types.
declare module 'jstat' {
	const jStat: {
		readonly studentt: {
			/** The quantile at `p` of Student's t distribution with `dof` degrees of freedom. */
			inv(p: number, dof: number): number;
		};
	};
	export default jStat;
}
