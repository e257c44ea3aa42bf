package io.zkchain.compiler.operators;

import io.zkchain.compiler.gadgets.Arithmetic;
import io.zkchain.compiler.gadgets.Booleans;
import io.zkchain.compiler.gadgets.Compare;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.RealRange;
import io.zkchain.compiler.quantize.Scale;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Cast and CastLike.
 *
 * <p>Between numbers of one kind, from integers and bool to anything wider: the same integers. From
 * float to integer: truncation towards zero, by a function table of the rounded input (so an input
 * that is not at the table's scale is rounded first), or the same numbers where the unit is whole
 * and the type holds them; to bool: [v != 0]. Unique by {@link
 * io.zkchain.compiler.gadgets.Requantise}.
 */
final class Casts implements OperatorFamily {

  @Override
  public List<OperatorEntry> entries() {
    String how = "renamed; float to integer or bool by table";
    return List.of(
        new OperatorEntry(
            "Cast", 6, how, "float, integer and bool types", "0, 1 + 1", "0, 1 + u/2"),
        new OperatorEntry("CastLike", 15, how, "", "0, 1 + 1", "0, 1 + u/2"));
  }

  @Override
  public void lower(OperatorContext c) {
    QTensor x = c.tensor(0);
    DataType from = c.inputs().type(0).dtype();
    DataType to = c.outputType().dtype();
    if (to == DataType.BOOL && from != DataType.BOOL) {
      c.output(toBool(c, x));
    } else if (from.isFloat() && to.isInteger()) {
      c.output(whole(c, x).orElseGet(() -> truncate(c, x)));
    } else {
      c.output(IntegerTypes.wrapped(c, x));
    }
  }

  // A value that a table would round is compared with 0 as it is: the least number is not 0.
  private static QTensor toBool(OperatorContext c, QTensor x) {
    Lowering l = c.lowering();
    if (!x.isLinear() || !l.domain().contains(x.range())) {
      return Booleans.not(l, c.name(), Compare.zero(l, c.name() + ".zero", x));
    }
    return Activations.homogeneous(c, x, "not zero", v -> v == 0 ? 0 : 1).at(Scale.ONE);
  }

  // Whole numbers, as those of Floor or Round, ask nothing of the table that all casts share: it
  // would be as coarse as the widest of them needs.
  private static Optional<QTensor> whole(OperatorContext c, QTensor x) {
    Scale unit = x.scale();
    if (!unit.denominator().equals(BigInteger.ONE) || unit.numerator().bitLength() >= Long.SIZE) {
      return Optional.empty();
    }
    long factor = unit.multipleOf(Scale.ONE);
    Interval type = IntegerTypes.values(c.outputType().dtype());
    if (!new Interval(type.lo() / factor, type.hi() / factor).contains(x.range())) {
      return Optional.empty();
    }
    return Optional.of(Arithmetic.times(c.lowering(), c.name(), x, factor).at(Scale.ONE));
  }

  private static QTensor truncate(OperatorContext c, QTensor x) {
    Lowering l = c.lowering();
    RealRange seen = l.scales().seen(x);
    double reach = Math.max(1, seen.magnitude());
    return Activations.integerValued(c, x, "truncate", new RealRange(-reach, reach), v -> (long) v);
  }
}
