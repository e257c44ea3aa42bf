package io.zkchain.it.models;

import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.ProofLayout;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Proofs that differ a little from one that is accepted. */
final class Alterations {

  private Alterations() {}

  /** One bit of a byte somewhere, one public value, one bit of the context. */
  static List<Proof> some(Proof proof, Random random) {
    byte[] bytes = proof.bytes().clone();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    List<BigInteger> values = new ArrayList<>(proof.publicValues());
    int index = random.nextInt(values.size());
    values.set(index, values.get(index).add(BigInteger.ONE));
    byte[] context = proof.context().clone();
    context[31] ^= 1;
    return List.of(
        new Proof(proof.keyDigest(), proof.context(), proof.publicValues(), bytes),
        new Proof(proof.keyDigest(), proof.context(), values, proof.bytes()),
        new Proof(proof.keyDigest(), context, proof.publicValues(), proof.bytes()));
  }

  /** Each word of the proof in turn, one bit changed; then as {@link #some}. */
  static List<Proof> everyWord(Proof proof, Random random) {
    List<Proof> altered = new ArrayList<>();
    for (int word = 0; word < proof.bytes().length; word += ProofLayout.WORD) {
      byte[] bytes = proof.bytes().clone();
      bytes[word + ProofLayout.WORD - 1] ^= 1;
      altered.add(new Proof(proof.keyDigest(), proof.context(), proof.publicValues(), bytes));
    }
    altered.addAll(some(proof, random));
    return altered;
  }
}
