package io.zkchain.solidity;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the straight-line Yul of a printed program, strictly: a sum beyond 2^256, a difference below
 * 0 and a stack deeper than the EVM reaches are errors.
 */
final class YulInterpreter {
  private static final BigInteger TOP = BigInteger.ONE.shiftLeft(256);

  /** Entries that DUP and SWAP reach. */
  private static final int REACH = 16;

  private final Map<BigInteger, BigInteger> memory = new HashMap<>();
  private final List<String> variables = new ArrayList<>();
  private final List<BigInteger> values = new ArrayList<>();
  private String line = "";
  private int at;
  private int pending;

  YulInterpreter(BigInteger modulus) {
    declare("p", modulus);
  }

  /** Another program on the same memory. */
  YulInterpreter next(BigInteger modulus) {
    YulInterpreter next = new YulInterpreter(modulus);
    next.memory.putAll(memory);
    return next;
  }

  void store(int address, BigInteger value) {
    memory.put(BigInteger.valueOf(address), value);
  }

  BigInteger load(int address) {
    BigInteger value = memory.get(BigInteger.valueOf(address));
    if (value == null) {
      throw new IllegalStateException("address " + address + " was never written");
    }
    return value;
  }

  private void declare(String name, BigInteger value) {
    variables.add(name);
    values.add(value);
  }

  void run(String source) {
    source.lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(this::statement);
  }

  private void statement(String text) {
    line = text;
    at = 0;
    pending = 0;
    String first = word();
    if (first.equals("let")) {
      String name = word();
      expect(":=");
      declare(name, expression());
    } else if (first.equals("mstore")) {
      // Yul computes the value before the address.
      List<Integer> arguments = arguments();
      at = arguments.get(1);
      BigInteger value = expression();
      at = arguments.get(0);
      memory.put(expression(), value);
    } else {
      expect(":=");
      BigInteger value = expression();
      reach(first);
      values.set(variables.indexOf(first), value);
    }
  }

  private void skipSpace() {
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
  }

  private String word() {
    skipSpace();
    int from = at;
    while (at < line.length() && Character.isLetterOrDigit(line.charAt(at))) {
      at++;
    }
    return line.substring(from, at);
  }

  private void expect(String text) {
    skipSpace();
    if (!line.startsWith(text, at)) {
      throw new IllegalStateException("expected " + text + " at " + at + " of " + line);
    }
    at += text.length();
  }

  /** Positions where the arguments of the call at hand start; does not move. */
  private List<Integer> arguments() {
    List<Integer> starts = new ArrayList<>();
    int depth = 0;
    for (int i = at; i < line.length(); i++) {
      char c = line.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if ((c == '(' && depth == 1) || (c == ',' && depth == 1)) {
        starts.add(i + 1);
      } else if (depth == 0) {
        starts.add(i + 1); // after the closing parenthesis
        return starts;
      }
    }
    throw new IllegalStateException("no end of call in " + line);
  }

  private void reach(String variable) {
    int depth = pending + variables.size() - variables.indexOf(variable);
    if (!variables.contains(variable) || depth > REACH) {
      throw new IllegalStateException(variable + " is out of reach in " + line);
    }
  }

  private BigInteger expression() {
    String name = word();
    if (at < line.length() && line.charAt(at) == '(') {
      return call(name);
    }
    if (Character.isDigit(name.charAt(0))) {
      return name.startsWith("0x") ? new BigInteger(name.substring(2), 16) : new BigInteger(name);
    }
    reach(name);
    return values.get(variables.indexOf(name));
  }

  private BigInteger call(String name) {
    List<Integer> starts = arguments();
    int count = starts.size() - 1;
    BigInteger[] arguments = new BigInteger[count];
    int base = pending;
    for (int k = count - 1; k >= 0; k--) {
      at = starts.get(k);
      arguments[k] = expression();
      pending++;
    }
    pending = base;
    at = starts.get(count);
    BigInteger result =
        switch (name) {
          case "mload" -> load(arguments[0].intValueExact());
          case "add" -> arguments[0].add(arguments[1]);
          case "sub" -> arguments[0].subtract(arguments[1]);
          case "mod" -> arguments[0].mod(arguments[1]);
          case "mulmod" -> arguments[0].multiply(arguments[1]).mod(arguments[2]);
          default -> throw new IllegalStateException("unknown function " + name);
        };
    if (result.signum() < 0 || result.compareTo(TOP) >= 0) {
      throw new IllegalStateException(name + " leaves the range of a word in " + line);
    }
    return result;
  }
}
