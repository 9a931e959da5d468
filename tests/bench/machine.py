"""Prints as JSON what a measurement was made on."""
import json
import os
import subprocess

with open("/proc/cpuinfo", encoding="utf-8") as lines:
    about = dict(line.split(":", 1) for line in lines.read().replace("\t", "").splitlines() if ":" in line)
flags = about.get("flags", "").split()
compiler = subprocess.run([os.environ.get("CC", "gcc"), "--version"], capture_output=True, text=True, check=True)
print(json.dumps({
    "processor": " ".join(about.get("model name", "unknown").split()),
    "processors": os.cpu_count(),
    "vectors": "AVX-512" if "avx512dq" in flags else "AVX2" if "avx2" in flags else "no AVX2",
    "compiler": compiler.stdout.splitlines()[0],
    "load": f"{os.getloadavg()[0]:.1f}",
}))
