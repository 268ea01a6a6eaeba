// A server that stays from cell to cell while its dead population grows: 60 000 connections that are opened
// once, and not for every count anew, make a sweep of minutes in a guest whose processor is emulated.
import {endPrograms, withPrograms} from '../programs.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import type {PlannedCell} from '../../method/plan.js';
import {observe} from './measure.js';
import type {Observation} from './observation.js';
import type {DphttpdSetting} from './setting.js';
import {grow, type Standing, standUp} from './stand-up.js';

/** What stands between two cells. */
type Kept = {
	readonly mechanism: string;
	readonly count: number;
	readonly standing: Standing;
};

/** Measures cells whose populations grow; what stands is to be ended with {@link end}. */
export class Growing {
	#kept: Kept | undefined;
	/** Those of what stands, in the order of their start. */
	#programs: RemoteProgram[] = [];

	/**
	 * Runs one cell on what stands of its mechanism, or on a server of its own where that does not fit:
	 * another mechanism, more connections than it has, or a program that has ended. The largest cell ends
	 * everything.
	 * @throws Failure with the cause where it could not be measured, Interrupted: nothing stands then.
	 */
	async measure(cell: PlannedCell, setting: DphttpdSetting): Promise<Observation> {
		const {count} = cell;
		if (!this.#fits(cell)) {
			await this.end();
		}

		try {
			const {seen, badEnds} = await withPrograms(
				async load => observe(cell, await this.#stand(cell, setting), setting, load),
				this.#programs,
			);
			const isLast = count === Math.max(...setting.settings.counts);
			return {...seen, badEnds: isLast ? [...badEnds, ...(await this.end())] : badEnds};
		} catch (error) {
			await this.end();
			throw error;
		}
	}

	/** Ends what stands. Returns what is wrong with the way in which it ended. */
	async end(): Promise<string[]> {
		const programs = this.#programs;
		this.#programs = [];
		this.#kept = undefined;
		return endPrograms(programs);
	}

	async #stand(cell: PlannedCell, setting: DphttpdSetting): Promise<Standing> {
		const {mechanism, count} = cell;
		const standing = this.#kept
			? await grow(this.#kept.standing, cell, setting, this.#programs)
			: await standUp(cell, setting, this.#programs);
		this.#kept = {mechanism, count, standing};
		return standing;
	}

	#fits({mechanism, count}: PlannedCell): boolean {
		return (
			this.#kept?.mechanism === mechanism &&
			this.#kept.count < count &&
			this.#programs.every(({end}) => end === undefined)
		);
	}
}
