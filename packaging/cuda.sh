#!/usr/bin/env bash
# CUDA's compiler and libraries from PyPI's packages, in one folder, for a build with `--features cuda`. See cuda.md.
#
#     packaging/cuda.sh FOLDER      fills FOLDER (1.2 GB), writes FOLDER/env.sh
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(realpath -m "${1:?which folder is to be filled?}")

python3 -m venv "$folder"
"$folder/bin/pip" install --quiet \
  'nvidia-cuda-nvcc==13.0.*' 'nvidia-cuda-crt==13.0.*' 'nvidia-nvvm==13.0.*' 'nvidia-cuda-cccl==13.0.*' \
  'nvidia-cuda-runtime==13.0.*' 'nvidia-cuda-nvrtc==13.0.*' 'nvidia-cublas==13.0.*' 'nvidia-curand==10.4.*'
home=$(echo "$folder"/lib/python3*/site-packages/nvidia/cu13)

# The packages bring libcublas.so.13; a linker looks for libcublas.so.
for library in cublas cublasLt cudart curand nvrtc; do
  ln -sf "$(basename "$home/lib/lib$library.so".*)" "$home/lib/lib$library.so"
done

# The driver's own library comes with the driver. Where there is none, a build is linked to a stand-in that has the names of its
# functions and nothing else. It is not found by a program that runs, which asks for libcuda.so.1.
driver=$(PATH=$PATH:/sbin ldconfig -p | awk '$1 == "libcuda.so.1" { print $NF; exit }')
if [ -n "$driver" ]; then
  ln -sf "$driver" "$home/lib/libcuda.so"
else
  cargo fetch --quiet
  grep -hoE '\bfn cu[A-Z]\w*' "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/cudarc-*/src/driver/sys/mod.rs | sort -u |
    awk '{ print "void " $2 "(void) {}" }' | gcc -shared -fPIC -x c - -Wl,-soname,libcuda.so.1 -o "$home/lib/libcuda.so"
fi

cat >"$folder/env.sh" <<END
export CUDA_HOME=$home
export PATH=\$CUDA_HOME/bin:\$PATH
export LD_LIBRARY_PATH=\$CUDA_HOME/lib\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
export CUDA_COMPUTE_CAP=\${CUDA_COMPUTE_CAP:-80}
END
