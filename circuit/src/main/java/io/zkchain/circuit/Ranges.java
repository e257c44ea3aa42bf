package io.zkchain.circuit;

import java.math.BigInteger;
import java.util.List;

/**
 * Integer ranges of cells, terms and relations.
 *
 * <p>Ranges follow from tables and from the declared bits of fixed tensors, never from data. A
 * relation that holds modulo r holds over the integers if its range cannot wrap: that is what
 * {@link #requireNoWrap} checks.
 */
public final class Ranges {
  /** r, the order of BN254's scalar field. */
  public static final BigInteger MODULUS =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  /** The largest magnitude that one residue stands for: (r - 1) / 2. */
  public static final BigInteger MAX_MAGNITUDE = MODULUS.shiftRight(1);

  private Ranges() {}

  /** The integers low..high. */
  public record Interval(BigInteger low, BigInteger high) {
    static final Interval ONE = new Interval(BigInteger.ONE, BigInteger.ONE);
    static final Interval ZERO = new Interval(BigInteger.ZERO, BigInteger.ZERO);

    public static Interval of(long low, long high) {
      return new Interval(BigInteger.valueOf(low), BigInteger.valueOf(high));
    }

    public Interval plus(Interval other) {
      return new Interval(low.add(other.low), high.add(other.high));
    }

    public Interval times(Interval other) {
      List<BigInteger> corners =
          List.of(
              low.multiply(other.low),
              low.multiply(other.high),
              high.multiply(other.low),
              high.multiply(other.high));
      return new Interval(
          corners.stream().reduce(BigInteger::min).orElseThrow(),
          corners.stream().reduce(BigInteger::max).orElseThrow());
    }

    /** The sum of up to count numbers of this interval. */
    public Interval sumOfUpTo(BigInteger count) {
      return new Interval(
          low.min(BigInteger.ZERO).multiply(count), high.max(BigInteger.ZERO).multiply(count));
    }

    /** The largest absolute value. */
    public BigInteger magnitude() {
      return low.abs().max(high.abs());
    }
  }

  /** The values that an operand's cells can have. */
  public static Interval of(Circuit circuit, Operand operand) {
    Tensor tensor = circuit.tensors().get(operand.tensor());
    if (operand.cell() == Cell.FIXED) {
      BigInteger limit = BigInteger.ONE.shiftLeft(tensor.magnitudeBits()).subtract(BigInteger.ONE);
      return new Interval(limit.negate(), limit);
    }
    Table table = circuit.tables().get(tensor.table());
    return operand.cell() == Cell.B
        ? Interval.of(table.outputLow(), table.outputHigh())
        : Interval.of(table.low(), table.high());
  }

  /** The values that a term can have at one index y. */
  public static Interval of(Circuit circuit, Term term) {
    Interval product = Interval.of(term.coefficient(), term.coefficient());
    if (term.x() != null) {
      product = product.times(of(circuit, term.x()));
    }
    if (term.w() != null) {
      product = product.times(of(circuit, term.w()));
    }
    return product.sumOfUpTo(maxTuples(term));
  }

  /** The values that the sum of a relation's terms can have at one index y. */
  public static Interval of(Circuit circuit, Relation relation) {
    Interval sum = Interval.ZERO;
    for (Term term : relation.terms()) {
      sum = sum.plus(of(circuit, term));
    }
    return sum;
  }

  /** An upper bound on the number of tuples (x, w, free) that a term sums for one index y. */
  public static BigInteger maxTuples(Term term) {
    BigInteger count = BigInteger.ONE;
    for (IndexRelation relation : term.indexRelations()) {
      count = count.multiply(maxTuples(relation));
    }
    return count;
  }

  private static BigInteger maxTuples(IndexRelation relation) {
    return switch (relation) {
      case IndexRelation.Equal equal ->
          equal.variables().stream().anyMatch(v -> v.side() == Side.Y)
              ? BigInteger.ONE
              : BigInteger.valueOf(
                  equal.variables().stream().mapToInt(IndexVariable::bound).min().orElse(0));
      case IndexRelation.Affine affine -> maxTuples(affine);
    };
  }

  /** One variable with a coefficient follows from the others, so the widest one does not count. */
  private static BigInteger maxTuples(IndexRelation.Affine affine) {
    BigInteger count = BigInteger.ONE;
    int widest = 1;
    for (int k = 0; k < affine.variables().size(); k++) {
      IndexVariable variable = affine.variables().get(k);
      if (variable.side() != Side.Y) {
        count = count.multiply(BigInteger.valueOf(variable.bound()));
        if (affine.coefficients().get(k) != 0) {
          widest = Math.max(widest, variable.bound());
        }
      }
    }
    return count.divide(BigInteger.valueOf(widest));
  }

  /**
   * Refuses a relation whose terms can sum to more than (r - 1) / 2 in magnitude. Below that bound
   * "0 modulo r" means 0, a public word stands for one signed integer, and any two values of a part
   * of the sum differ modulo r, as the uniqueness of quotient and remainder needs.
   *
   * @throws CircuitException naming the relation and the bits that it can reach
   */
  static void requireNoWrap(Circuit circuit, Relation relation) {
    BigInteger magnitude = of(circuit, relation).magnitude();
    if (magnitude.compareTo(MAX_MAGNITUDE) > 0) {
      throw new CircuitException(
          "relation "
              + relation.name()
              + " of node "
              + relation.origin()
              + ": its terms can reach "
              + magnitude.bitLength()
              + " bits, so they can wrap around the field; lower the scales");
    }
  }
}
