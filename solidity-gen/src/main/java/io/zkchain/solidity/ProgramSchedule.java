package io.zkchain.solidity;

import io.zkchain.solidity.LoweredProgram.Kind;
import io.zkchain.solidity.LoweredProgram.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which nodes of a program get a name, in which order they are computed, and where each lives: a
 * stack variable for short lives, else a memory slot that is reused when its last reader is done.
 *
 * <p>The order can be cut into parts for contracts of their own; stack variables do not live across
 * cuts.
 */
final class ProgramSchedule {
  /** Stack variables, each reused for many values. */
  static final int STACK_VALUES = 7;

  /**
   * Most entries that one statement may need on top of the variables: below them lies the modulus,
   * and the EVM reaches 16 entries.
   */
  static final int STACK_OPERANDS = 16 - STACK_VALUES;

  /** Where a named value is kept. */
  enum Home {
    INLINE,
    STACK,
    SLOT,
    OUTPUT
  }

  private final LoweredProgram program;
  private final int[] uses;
  private final int operands;
  private final int[] need; // stack entries to compute a node within its statement
  private final Home[] homes;
  private final int[] place; // number of the variable, slot or output
  private final List<Integer> order = new ArrayList<>();
  private final int[] starts; // of the parts, in the order
  private int slots;

  /**
   * @param operands about how many stack entries a statement may use; the printer counts exactly
   * @param parts into how many pieces of about equal work the order is cut
   */
  ProgramSchedule(LoweredProgram program, int operands, int parts) {
    this.program = program;
    this.operands = operands;
    int size = program.size();
    uses = new int[size];
    need = new int[size];
    homes = new Home[size];
    place = new int[size];
    Arrays.fill(homes, Home.INLINE);
    countUses();
    nameNodes();
    orderStatements();
    starts = cut(parts);
    allocate();
  }

  /** Nodes to be computed, one statement each, in order. */
  List<Integer> order() {
    return order;
  }

  int parts() {
    return starts.length;
  }

  /** The nodes of one part. */
  List<Integer> part(int number) {
    int to = number + 1 < starts.length ? starts[number + 1] : order.size();
    return order.subList(starts[number], to);
  }

  Home home(int node) {
    return homes[node];
  }

  /** Number of the variable, slot or output that holds a node. */
  int place(int node) {
    return place[node];
  }

  /** Number of memory slots. */
  int slots() {
    return slots;
  }

  private static boolean isLeaf(Node node) {
    return node.kind() == Kind.CONSTANT || node.kind() == Kind.INPUT;
  }

  private void countUses() {
    boolean[] live = new boolean[uses.length];
    for (int o = 0; o < program.outputCount(); o++) {
      live[program.output(o)] = true;
    }
    for (int id = uses.length - 1; id >= 0; id--) {
      Node node = program.node(id);
      if (live[id] && !isLeaf(node)) {
        for (int operand : new int[] {node.a(), node.b()}) {
          live[operand] = true;
          uses[operand]++;
        }
      }
    }
  }

  /** Two readings of 1 - x or 2 x cost less than keeping it. */
  private boolean cheap(int id) {
    Node node = program.node(id);
    return uses[id] <= 2
        && node.kind() != Kind.MUL
        && isLeaf(program.node(node.a()))
        && isLeaf(program.node(node.b()));
  }

  private void nameNodes() {
    for (int o = program.outputCount() - 1; o >= 0; o--) {
      homes[program.output(o)] = Home.OUTPUT;
      place[program.output(o)] = o;
    }
    for (int id = 0; id < uses.length; id++) {
      Node node = program.node(id);
      if (isLeaf(node)) {
        need[id] = 1;
        continue;
      }
      need[id] = stackNeed(node);
      boolean named = (uses[id] > 1 && !cheap(id)) || need[id] >= operands;
      if (homes[id] == Home.INLINE && uses[id] > 0 && named) {
        homes[id] = Home.SLOT;
      }
    }
  }

  /** Arguments are computed from the last to the first; a product's last one is the modulus. */
  private int stackNeed(Node node) {
    int a = operandNeed(node.a());
    int b = operandNeed(node.b());
    int sum = Math.max(Math.max(a, b), 1 + Math.min(a, b));
    return switch (node.kind()) {
      case CONSTANT, INPUT -> 1;
      case ADD -> sum;
      case SUB -> Math.max(b, 2 + a);
      case MUL -> 1 + sum;
    };
  }

  /** Entries needed to compute an operand; 1 if it is kept somewhere. */
  int operandNeed(int id) {
    return homes[id] == Home.INLINE ? need[id] : 1;
  }

  private void orderStatements() {
    boolean[] done = new boolean[uses.length];
    for (int o = 0; o < program.outputCount(); o++) {
      visit(program.output(o), done);
    }
  }

  private void visit(int id, boolean[] done) {
    if (done[id]) {
      return;
    }
    Node node = program.node(id);
    if (!isLeaf(node)) {
      visit(node.a(), done);
      visit(node.b(), done);
    }
    if (homes[id] != Home.INLINE) {
      done[id] = true;
      order.add(id);
    }
  }

  private int[] cut(int parts) {
    long total = order.stream().mapToLong(id -> work(id, true)).sum();
    int[] cuts = new int[parts];
    long done = 0;
    int part = 1;
    for (int s = 0; s < order.size() && part < parts; s++) {
      done += work(order.get(s), true);
      if (done * parts >= total * part) {
        cuts[part++] = s + 1;
      }
    }
    return cuts;
  }

  /** Operations of one statement. */
  private long work(int id, boolean root) {
    Node node = program.node(id);
    if (isLeaf(node) || (!root && homes[id] != Home.INLINE)) {
      return 0;
    }
    return 1 + work(node.a(), false) + work(node.b(), false);
  }

  /** Whether a part ends after one statement and before or with another. */
  private boolean crossesCut(int defined, int lastUse) {
    for (int start : starts) {
      if (defined < start && start <= lastUse) {
        return true;
      }
    }
    return false;
  }

  private void allocate() {
    int[] defined = new int[uses.length];
    int[] lastUse = new int[uses.length];
    for (int s = 0; s < order.size(); s++) {
      defined[order.get(s)] = s;
      markReads(order.get(s), true, s, lastUse);
    }
    assignStack(defined, lastUse);
    assignSlots(lastUse);
  }

  private void markReads(int id, boolean root, int statement, int[] lastUse) {
    Node node = program.node(id);
    if (!root && homes[id] != Home.INLINE) {
      lastUse[id] = statement;
    } else if (!isLeaf(node)) {
      markReads(node.a(), false, statement, lastUse);
      markReads(node.b(), false, statement, lastUse);
    }
  }

  /** Shortest lives first; a variable may be set anew by the statement that reads it last. */
  private void assignStack(int[] defined, int[] lastUse) {
    BitSet[] busy = new BitSet[STACK_VALUES];
    Arrays.setAll(busy, v -> new BitSet());
    order.stream()
        .filter(id -> homes[id] == Home.SLOT && !crossesCut(defined[id], lastUse[id]))
        .sorted((x, y) -> Integer.compare(lastUse[x] - defined[x], lastUse[y] - defined[y]))
        .forEach(id -> {
          for (int v = 0; v < STACK_VALUES; v++) {
            int next = busy[v].nextSetBit(defined[id]);
            if (next < 0 || next >= lastUse[id]) {
              homes[id] = Home.STACK;
              place[id] = v;
              busy[v].set(defined[id], lastUse[id]);
              return;
            }
          }
        });
  }

  private void assignSlots(int[] lastUse) {
    List<Integer> free = new ArrayList<>();
    List<List<Integer>> ending = new ArrayList<>();
    for (int s = 0; s < order.size(); s++) {
      ending.add(new ArrayList<>());
    }
    for (int s = 0; s < order.size(); s++) {
      int id = order.get(s);
      free.addAll(ending.get(s));
      if (homes[id] == Home.SLOT) {
        place[id] = free.isEmpty() ? slots++ : free.removeLast();
        ending.get(lastUse[id]).add(place[id]);
      }
    }
  }
}
