package io.zkchain.compiler.lower;

import io.zkchain.compiler.quantize.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A table before it has a place: inputs low .. low + size - 1, outputs 0 (a range table) or given.
 *
 * <p>Not a record: the identity table of a circuit is settled last, when it is known whether a
 * function table can serve (reading a signed value needs no table of its own).
 */
public final class LookupTable {
  private final String name;
  private final Interval domain;
  private long @Nullable [] outputs;
  private @Nullable LookupTable alias;

  LookupTable(String name, Interval domain, long @Nullable [] outputs) {
    this.name = name;
    this.domain = domain;
    this.outputs = outputs;
  }

  /** Serves all rows of this table by another one with the same domain. */
  void serveBy(LookupTable other) {
    if (!other.domain.equals(domain)) {
      throw new IllegalArgumentException(other.name + " has another domain than " + name);
    }
    alias = other;
  }

  /** The table that stands in the circuit. */
  public LookupTable resolved() {
    return alias == null ? this : alias;
  }

  public String name() {
    return name;
  }

  public Interval domain() {
    return domain;
  }

  public int size() {
    return Math.toIntExact(domain.hi() - domain.lo() + 1);
  }

  public boolean function() {
    return resolved().outputs != null;
  }

  /** The outputs in order of the inputs; zeros for a range table. */
  public long[] outputs() {
    long[] values = resolved().outputs;
    return values == null ? new long[resolved().size()] : values.clone();
  }

  /** The output at an input of the domain. */
  public long apply(long input) {
    LookupTable table = resolved();
    long[] values = table.outputs;
    return values == null ? 0 : values[(int) (input - table.domain.lo())];
  }

  /** The outputs' range over a part of the domain. */
  public Interval image(Interval inputs) {
    LookupTable table = resolved();
    long[] values = table.outputs;
    if (values == null) {
      return new Interval(0, 0);
    }
    long lo = Long.MAX_VALUE;
    long hi = Long.MIN_VALUE;
    Interval within = inputs.clamp(table.domain);
    for (long v = within.lo(); v <= within.hi(); v++) {
      long output = values[(int) (v - table.domain.lo())];
      lo = Math.min(lo, output);
      hi = Math.max(hi, output);
    }
    return new Interval(lo, hi);
  }

  @Override
  public String toString() {
    return name + " on " + domain.lo() + ".." + domain.hi();
  }
}
