// What stands between the steps of a run: nothing, or where a population grows, what the step before has left.
import type {Level, Point} from '../method/factor.js';
import type {Step} from '../method/plan.js';
import type {Settings} from '../record/settings.js';
import type {RemoteProgram} from '../site/remote-program.js';
import {endPrograms} from '../subjects/programs.js';

/** What stands, and at which point it was stood up. */
type Kept = {readonly point: Point; readonly standing: unknown};

/** Keeps what stands; it is to be ended with {@link end}. */
export class StandingStage {
	/** Of what stands, in the order of their start. */
	readonly programs: RemoteProgram[] = [];
	#kept: Kept | undefined;

	constructor(private readonly settings: Pick<Settings, 'vary' | 'design'>) {}

	/** The largest level to which what stands grows; undefined where each step has programs of its own. */
	get growsTo(): Level | undefined {
		const {design, vary} = this.settings;
		return design.kind === 'growing'
			? Math.max(...(vary[design.factor] ?? []).map(Number))
			: undefined;
	}

	/**
	 * What stands and can grow into a step's. What cannot is ended: that of another line, of more than the
	 * step has, or with a program that has ended.
	 */
	async former({point}: Step): Promise<unknown> {
		if (this.#kept !== undefined && !this.#fits(point, this.#kept)) {
			await this.end();
		}

		return this.#kept?.standing;
	}

	/** Keeps what was stood up for a step. */
	keep({point}: Step, standing: unknown): void {
		this.#kept = {point, standing};
	}

	/** Whether nothing that stands can grow any further. */
	isLast({point}: Step): boolean {
		const {design} = this.settings;
		return design.kind !== 'growing' || point[design.factor] === this.growsTo;
	}

	/** Ends what stands. Returns what is wrong with the way in which it ended. */
	async end(): Promise<string[]> {
		this.#kept = undefined;
		return endPrograms(this.programs.splice(0));
	}

	#fits(point: Point, kept: Kept): boolean {
		const {design} = this.settings;
		return (
			design.kind === 'growing' &&
			Object.keys(point).every(name =>
				name === design.factor
					? Number(kept.point[name]) < Number(point[name])
					: kept.point[name] === point[name],
			) &&
			this.programs.every(({end}) => end === undefined)
		);
	}
}
