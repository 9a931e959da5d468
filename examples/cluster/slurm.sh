#!/bin/bash
# slurm.sh — a population on a cluster: one shard a task, merged when all are there.
#
#   sbatch --array=1-400 slurm.sh SCENARIO.json      then, when it has ended:
#   impakt merge --out results SCENARIO.json shards/*.summary
#
# A shard that failed is named by the merge, and run again by its number alone:
#   sbatch --array=17 --export=ALL,SHARDS=400 slurm.sh SCENARIO.json
#SBATCH --job-name=impakt
#SBATCH --cpus-per-task=8
#SBATCH --time=01:00:00
set -euo pipefail

shards=${SHARDS:-$SLURM_ARRAY_TASK_COUNT}
impakt population --quiet --out shards --threads "${SLURM_CPUS_PER_TASK:-1}" \
  --shard "$SLURM_ARRAY_TASK_ID/$shards" "$1"
