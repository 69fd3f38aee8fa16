/** What `pnpm bench help` prints. */
export const help = `pnpm bench [IDS...]       our backends beside other libraries, interleaved; A* names all that begin so
  --rounds 3               how often each runs each workload, in a process of its own
  --budget 6               seconds for one measurement
  --runners js,torch1      only these (default: js, wasm1, wasm2 and whatever is installed)
  --relaxed                our wasm with relaxed SIMD (default: if the engine has it without a flag)
  --cpu 1                  the core for programs of one thread
  --json FILE              default bench-results/DATE.json
pnpm bench verify [IDS...] losses from the same first values: PyTorch, js, wasm
pnpm bench gemm            matrix products by shape, form and threads, beside the peak of the processor
pnpm bench kernels [NAMES] every kernel: SIMD, threads, speed over js; writes packages/backend-wasm/KERNELS.md
pnpm bench any-cell [A2]  cells that know nothing of programs beside the built-in LSTM, in turns
pnpm bench cells [NAMES]   every cell: time and calls of a step, share of the processor's peak, copies
pnpm bench programs        what recording and padding cost, and the memory of a training step
pnpm bench window          --json FILE: memory and time of attention through a window, up to 32,768 steps
pnpm bench soak            --steps 20000 --json FILE: memory over a long training, and over 200 backends
pnpm bench stream          --steps 100000 --threads 1 --json FILE: latency of single steps, and memory
pnpm bench startup         --rounds: first results in fresh processes, and bytes to download
pnpm bench:setup           installs the other libraries outside the workspace
pnpm -s bench:peer --workload A2 --threads 1 --budget 6 --backend wasm --relaxed     one line of JSON
OSTINATO_PEERS: scripts of the other libraries; OSTINATO_PEERS_DIR: where setup installs; OSTINATO_PYTHON, OPENBLAS_DIR: PyTorch
`;
