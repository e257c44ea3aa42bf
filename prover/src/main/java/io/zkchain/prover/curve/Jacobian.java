package io.zkchain.prover.curve;

import io.zkchain.prover.field.FieldElement;

/**
 * A point of {@code y^2 = x^3 + b} in Jacobian coordinates: affine (x/z^2, y/z^3), infinity where z
 * = 0. Additions are complete.
 *
 * @param <E> the coordinates' field
 */
record Jacobian<E extends FieldElement<E>>(E x, E y, E z) {
  boolean isInfinity() {
    return z.isZero();
  }

  /** Bernstein and Lange, dbl-2009-l. The order is odd, so y = 0 occurs on no point. */
  Jacobian<E> twice() {
    E a = x.square();
    E b = y.square();
    E c = b.square();
    E d = x.add(b).square().sub(a).sub(c).twice();
    E e = a.twice().add(a);
    E x3 = e.square().sub(d.twice());
    E y3 = e.mul(d.sub(x3)).sub(c.twice().twice().twice());
    return new Jacobian<>(x3, y3, y.mul(z).twice());
  }

  /** Bernstein and Lange, add-2007-bl without its scaling by 2. */
  Jacobian<E> add(Jacobian<E> o) {
    if (isInfinity()) {
      return o;
    }
    if (o.isInfinity()) {
      return this;
    }
    E zz = z.square();
    E ozz = o.z.square();
    E u1 = x.mul(ozz);
    E s1 = y.mul(o.z).mul(ozz);
    E h = o.x.mul(zz).sub(u1);
    E r = o.y.mul(z).mul(zz).sub(s1);
    if (h.isZero()) {
      return r.isZero() ? twice() : new Jacobian<>(x, y, h); // h = 0 serves as z: infinity
    }
    E hh = h.square();
    E hhh = hh.mul(h);
    E v = u1.mul(hh);
    E x3 = r.square().sub(hhh).sub(v.twice());
    E y3 = r.mul(v.sub(x3)).sub(s1.mul(hhh));
    return new Jacobian<>(x3, y3, z.mul(o.z).mul(h));
  }

  Jacobian<E> negate() {
    return new Jacobian<>(x, y.negate(), z);
  }
}
