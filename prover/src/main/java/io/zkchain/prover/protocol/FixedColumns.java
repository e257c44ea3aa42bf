package io.zkchain.prover.protocol;

import org.jspecify.annotations.Nullable;

/** A key's fixed columns and table outputs, unpacked once, when first asked for. Thread-safe. */
final class FixedColumns {
  private final ProvingKey key;
  private long @Nullable [][] columns;

  FixedColumns(ProvingKey key) {
    this.key = key;
  }

  /** The fixed columns, then the table outputs; not to be changed. */
  synchronized long[][] get() {
    if (columns == null) {
      long[][] all = new long[key.columns().size()][];
      for (int k = 0; k < all.length; k++) {
        all[k] = key.column(k);
      }
      columns = all;
    }
    return columns;
  }
}
