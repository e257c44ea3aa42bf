package io.zkchain.circuit.audit;

import java.util.List;

/**
 * What an audit tried and found.
 *
 * @param rows committed rows and single cells of the circuit, padding and free inputs not counted
 * @param audited how many of them were changed
 * @param changes changes that were tried
 * @param byLookup of these, noticed by a lookup
 * @param byRelation of these, noticed by a relation
 * @param together of these, changes of several rows that make up for each other in a relation
 * @param findings changes that nothing noticed; at most {@link Auditor#MOST_FINDINGS}
 */
public record AuditReport(
    long rows,
    long audited,
    long changes,
    long byLookup,
    long byRelation,
    long together,
    List<Finding> findings) {
  public AuditReport {
    findings = List.copyOf(findings);
  }
}
