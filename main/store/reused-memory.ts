/**
 * Memory that one question after the other uses: some MB anew each time would keep the collector busy. What is given holds what
 * was last written; it is the asker's until the next call.
 */
export function reusedIntegers(): (length: number) => Int32Array {
  let memory = new Int32Array(0)
  return (length) => {
    if (memory.length < length) memory = new Int32Array(length * 2)
    return memory.subarray(0, length)
  }
}

export function reusedNumbers(): (length: number) => Float64Array {
  let memory = new Float64Array(0)
  return (length) => {
    if (memory.length < length) memory = new Float64Array(length * 2)
    return memory.subarray(0, length)
  }
}
