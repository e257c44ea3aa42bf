package io.zkchain.prover.sumcheck;

import io.zkchain.circuit.Block;
import io.zkchain.prover.field.FrVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights of second operands, by column: sums of products of one small vector an axis, and
 * tables where an index relation joins several axes.
 */
public final class SecondWeights {
  private final Map<ColumnKey, List<Placed>> products = new HashMap<>();
  private final Map<ColumnKey, FrVector> irregular;
  private final int variables;

  /** Weights of the cells in one block. */
  record Placed(Block block, ProductWeights weights) {}

  SecondWeights(List<ProductWeights> products, Map<ColumnKey, FrVector> irregular, int variables) {
    this.irregular = irregular;
    this.variables = variables;
    List<ProductWeights> merged = new ArrayList<>();
    for (ProductWeights product : products) {
      if (!merge(merged, product)) {
        merged.add(product);
      }
    }
    for (ProductWeights product : merged) {
      for (Block block : product.tensor().blocks()) {
        this.products
            .computeIfAbsent(
                new ColumnKey(product.cell(), block.column()), key -> new ArrayList<>())
            .add(new Placed(block, product));
      }
    }
  }

  private static boolean merge(List<ProductWeights> merged, ProductWeights product) {
    for (int k = 0; k < merged.size(); k++) {
      ProductWeights sum = merged.get(k).plus(product);
      if (sum != null) {
        merged.set(k, sum);
        return true;
      }
    }
    return false;
  }

  /** The columns that have weights. */
  public Set<ColumnKey> columns() {
    Set<ColumnKey> keys = new HashSet<>(products.keySet());
    keys.addAll(irregular.keySet());
    return keys;
  }

  /** A column's weights in halves, or null if they do not fall apart into few products. */
  @Nullable SplitWeights split(ColumnKey key, int lowBits) {
    List<Placed> placed = products.get(key);
    return placed == null || irregular.containsKey(key)
        ? null
        : SplitWeights.of(placed, variables, lowBits);
  }

  /** A column's weights over all rows. */
  public FrVector table(ColumnKey key) {
    FrVector table = irregular.get(key);
    FrVector sum = table == null ? new FrVector(1 << variables) : table.copy();
    products.getOrDefault(key, List.of()).forEach(p -> p.weights.addTo(sum, p.block));
    return sum;
  }
}
