/** How Node runs a program of the simulation: without a word about experimental modules. */
export const nodeOptions = ['--disable-warning=ExperimentalWarning'] as const;
