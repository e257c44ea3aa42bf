package io.zkchain.circuit;

/**
 * A lookup table with the inputs low, low + 1, .., low + size - 1, each once.
 *
 * <p>A range table has output 0 everywhere and needs no commitment. A function table's outputs are
 * committed in the output column of its table lane; the values themselves are in {@link
 * FixedValues}.
 *
 * @param tag positive, distinct from every other table's tag
 * @param outputLow smallest output (0 for a range table)
 * @param outputHigh largest output (0 for a range table)
 * @param lane table lane
 * @param offset first row, a multiple of the block size 2^{@link #bits()}
 */
public record Table(
    String name,
    int tag,
    boolean function,
    long low,
    int size,
    long outputLow,
    long outputHigh,
    int lane,
    int offset) {

  public long high() {
    return low + size - 1;
  }

  /** log2 of the rows of its block. */
  public int bits() {
    return Shape.bitsFor(size);
  }

  /** The input that padding rows of a tensor hold: 0 if the table has it, else the lowest. */
  public long paddingInput() {
    return low <= 0 && 0 <= high() ? 0 : low;
  }
}
