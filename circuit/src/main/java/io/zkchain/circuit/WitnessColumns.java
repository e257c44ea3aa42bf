package io.zkchain.circuit;

/**
 * The integer columns of one witness. Secret. Row 2^n - 1 of every column is 0. The arrays are
 * owned by the holder and not copied.
 *
 * @param a column a by lane
 * @param b column b by lane
 * @param c column c by lane
 * @param multiplicities by table lane: how often each row is looked up, over all rows but the last
 */
public record WitnessColumns(long[][] a, long[][] b, long[][] c, long[][] multiplicities) {
  @Override
  public String toString() {
    return "WitnessColumns[" + a.length + " lanes, " + multiplicities.length + " table lanes]";
  }
}
