package io.zkchain.prover.field;

import static io.zkchain.prover.field.PrimeField.LIMBS;

/** {@link ElementTile} over a scalar kernel: the reference for faster ones. */
final class ScalarTile implements ElementTile {
  private final FieldKernel kernel;
  private final long[][] registers;
  private final long[] sums;
  private final long[] total = new long[LIMBS];
  private int count;

  ScalarTile(FieldKernel kernel, int registers, int sums) {
    this.kernel = kernel;
    this.registers = new long[registers][SIZE * LIMBS];
    this.sums = new long[sums * LIMBS];
  }

  @Override
  public void resize(int count) {
    this.count = java.util.Objects.checkIndex(count, SIZE + 1);
  }

  @Override
  public void load(int register, long[] a, int ao) {
    System.arraycopy(a, ao, registers[register], 0, count * LIMBS);
  }

  @Override
  public void store(int register, long[] r, int ro) {
    System.arraycopy(registers[register], 0, r, ro, count * LIMBS);
  }

  @Override
  public void clear(int register) {
    java.util.Arrays.fill(registers[register], 0);
  }

  @Override
  public void add(int r, int a, int b) {
    kernel.add(registers[a], 0, registers[b], 0, registers[r], 0, count);
  }

  @Override
  public void sub(int r, int a, int b) {
    kernel.sub(registers[a], 0, registers[b], 0, registers[r], 0, count);
  }

  @Override
  public void mul(int r, int a, int b) {
    kernel.mul(registers[a], 0, registers[b], 0, registers[r], 0, count);
  }

  @Override
  public void addToSum(int sum, int register) {
    kernel.sum(registers[register], 0, total, 0, count);
    kernel.add(sums, sum * LIMBS, total, 0, sums, sum * LIMBS, 1);
  }

  @Override
  public void sum(int sum, long[] r, int ro) {
    System.arraycopy(sums, sum * LIMBS, r, ro, LIMBS);
  }
}
