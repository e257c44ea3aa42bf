package io.zkchain.compiler.gadgets;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cells A of free rows that the equations over nothing but such rows determine: Gaussian
 * elimination modulo p.
 */
final class FreeCells {
  private final long p;
  private final CellDomains domains;
  private final List<Integer> unknowns = new ArrayList<>();

  FreeCells(CellDomains domains, int rows, long p) {
    this.p = p;
    this.domains = domains;
    for (int row = 0; row < rows; row++) {
      if (domains.isFree(row)) {
        unknowns.add(row);
      }
    }
  }

  /** Values by row; empty if the equations contradict each other. */
  Optional<Map<Integer, Long>> determined(Collection<LinearisedEquation> equations) {
    List<long[]> matrix = new ArrayList<>();
    for (LinearisedEquation equation : equations) {
      equation.over(domains, unknowns).ifPresent(matrix::add);
    }
    int rank = 0;
    for (int column = 0; column < unknowns.size() && rank < matrix.size(); column++) {
      int at = rank;
      while (at < matrix.size() && matrix.get(at)[column] == 0) {
        at++;
      }
      if (at < matrix.size()) {
        Collections.swap(matrix, rank, at);
        eliminate(matrix, rank++, column);
      }
    }
    Map<Integer, Long> out = new TreeMap<>();
    for (long[] line : matrix) {
      int unknown = -1;
      int count = 0;
      for (int k = 0; k < unknowns.size(); k++) {
        unknown = line[k] != 0 ? k : unknown;
        count += line[k] != 0 ? 1 : 0;
      }
      long constant = line[unknowns.size()];
      if (count == 0 && constant != 0) {
        return Optional.empty();
      }
      if (count == 1) {
        out.put(unknowns.get(unknown), AssignmentSearch.centred(-constant, p));
      }
    }
    return Optional.of(out);
  }

  // The pivot becomes 1, the rest of its column 0.
  private void eliminate(List<long[]> matrix, int pivot, int column) {
    long[] own = matrix.get(pivot);
    long inverse =
        BigInteger.valueOf(own[column]).modInverse(BigInteger.valueOf(p)).longValueExact();
    for (int k = 0; k < own.length; k++) {
      own[k] = Math.floorMod(LinearisedEquation.times(own[k], inverse, p), p);
    }
    for (int line = 0; line < matrix.size(); line++) {
      long[] other = matrix.get(line);
      long factor = other[column];
      for (int k = 0; line != pivot && factor != 0 && k < own.length; k++) {
        other[k] = Math.floorMod(other[k] - LinearisedEquation.times(factor, own[k], p), p);
      }
    }
  }
}
