package io.zkchain.compiler.testing;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Relation;
import java.util.ArrayList;
import java.util.List;

/** Circuits with other relations than were lowered. */
public final class WeakCircuits {

  private WeakCircuits() {}

  /** The circuit without the relation of this number. */
  public static Circuit without(Circuit circuit, int relation) {
    List<Relation> left = new ArrayList<>(circuit.relations());
    left.remove(relation);
    return with(circuit, left);
  }

  /** The circuit with these relations instead of its own. */
  public static Circuit with(Circuit c, List<Relation> relations) {
    return new Circuit(
        c.logRows(),
        c.lanes(),
        c.tableLanes(),
        c.fixedColumns(),
        c.privateParameters(),
        c.tables(),
        c.tensors(),
        c.publicTensors(),
        relations);
  }
}
