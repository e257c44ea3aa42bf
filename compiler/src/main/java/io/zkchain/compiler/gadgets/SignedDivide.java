package io.zkchain.compiler.gadgets;

import io.zkchain.compiler.gadgets.Divide.Parts;
import io.zkchain.compiler.lower.Lowering;
import io.zkchain.compiler.lower.QTensor;
import io.zkchain.compiler.quantize.Interval;
import io.zkchain.compiler.quantize.Scale;
import org.jspecify.annotations.Nullable;

/**
 * Division of integers of either sign: DIV of absolute values, signs by CMP.
 *
 * <p>With the signs s, t = 1 or -1 of n and d (of an operand whose range is negative somewhere):
 * truncating division is |n| = |d| q + r with the results s t q and s r; flooring division is t n =
 * |d| q + r with the results q and t r. <b>Unique:</b> {@link Compare} fixes the signs, {@link
 * Divide} q and r. d = 0 leaves no assignment.
 */
public final class SignedDivide {
  private final Lowering l;
  private final String name;

  private SignedDivide(Lowering l, String name) {
    this.l = l;
    this.name = name;
  }

  /** Rounds towards zero; the remainder has the sign of n. Scales do not matter. */
  public static Parts truncating(Lowering l, String name, QTensor n, QTensor d) {
    return new SignedDivide(l, name).truncating(n.at(Scale.ONE), d.at(Scale.ONE));
  }

  /** Rounds down; the remainder has the sign of d. Scales do not matter. */
  public static Parts flooring(Lowering l, String name, QTensor n, QTensor d) {
    return new SignedDivide(l, name).flooring(n.at(Scale.ONE), d.at(Scale.ONE));
  }

  /** floor(n / d + 1/2). Scales do not matter. */
  public static QTensor halfUp(Lowering l, String name, QTensor n, QTensor d) {
    return new SignedDivide(l, name).rounded(n.at(Scale.ONE), d.at(Scale.ONE), Divide::halfUp);
  }

  /** n / d rounded to the nearest integer, ties to the even one. Scales do not matter. */
  public static QTensor halfEven(Lowering l, String name, QTensor n, QTensor d) {
    return new SignedDivide(l, name).rounded(n.at(Scale.ONE), d.at(Scale.ONE), Divide::halfEven);
  }

  private interface Rounding {
    QTensor of(Lowering l, String name, QTensor n, QTensor d);
  }

  private Parts truncating(QTensor top, QTensor divisor) {
    QTensor n = linear(top);
    QTensor d = linear(divisor);
    QTensor s = sign(".n", n);
    QTensor t = sign(".d", d);
    QTensor positive = s == null ? n : magnitude(name + ".top", s, n);
    Parts parts = Divide.euclidean(l, name + ".abs", positive, absolute(d, t));
    QTensor both = both(s, t);
    QTensor q = both == null ? parts.quotient() : signed(name, both, parts.quotient());
    QTensor r = s == null ? parts.remainder() : signed(name + ".rest", s, parts.remainder());
    return new Parts(q, r);
  }

  private Parts flooring(QTensor top, QTensor divisor) {
    QTensor d = linear(divisor);
    QTensor t = sign(".d", d);
    QTensor n = t == null ? top : signed(name + ".top", t, linear(top));
    Parts parts = Divide.euclidean(l, name + ".abs", n, absolute(d, t));
    return t == null
        ? parts
        : new Parts(parts.quotient(), signed(name + ".rest", t, parts.remainder()));
  }

  private QTensor rounded(QTensor top, QTensor divisor, Rounding rounding) {
    QTensor d = linear(divisor);
    QTensor t = sign(".d", d);
    QTensor n = t == null ? top : signed(name + ".top", t, linear(top));
    return rounding.of(l, name, n, absolute(d, t));
  }

  private QTensor linear(QTensor x) {
    return x.isLinear() ? x : Commit.exact(l, x);
  }

  // 1 for a value that is not negative; nothing where none is.
  private @Nullable QTensor sign(String part, QTensor x) {
    return x.range().lo() >= 0 ? null : Compare.notNegative(l, name + part, x);
  }

  private QTensor absolute(QTensor d, @Nullable QTensor sign) {
    return sign == null ? d : Commit.exact(l, magnitude(name + ".by", sign, d));
  }

  private @Nullable QTensor both(@Nullable QTensor s, @Nullable QTensor t) {
    if (s == null || t == null) {
      return s == null ? t : s;
    }
    QTensor apart = Booleans.xor(l, name + ".apart", s, t);
    return Commit.exact(l, Booleans.not(l, name + ".alike", apart));
  }

  // |x| by its sign.
  private QTensor magnitude(String own, QTensor sign, QTensor x) {
    return within(signed(own, sign, x), new Interval(0, x.range().magnitude()));
  }

  // x or -x, broadcast.
  private QTensor signed(String own, QTensor flag, QTensor x) {
    QTensor either = Booleans.select(l, own, flag, x, Arithmetic.times(l, own, x, -1));
    long most = x.range().magnitude();
    return within(either, new Interval(-most, most));
  }

  private static QTensor within(QTensor t, Interval range) {
    return new QTensor(t.name(), t.dims(), Scale.ONE, range, t.addends(), t.buffer());
  }
}
