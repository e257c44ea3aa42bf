package io.zkchain.solidity;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What straight-line Yul costs once it is compiled with {@link CompilerSettings}. The settings keep
 * the source's order and names, so every name in it is one instruction: a function its own, a
 * number a PUSH, a variable's reading a DUP, its setting a SWAP and a POP.
 *
 * @param gas by the prices of the EVM's Yellow Paper, without the growth of memory
 * @param bytes of code
 * @param zeroBytes bytes of code that are 0, which cost less when the code is sent
 */
record YulCost(long gas, int bytes, int zeroBytes) {
  private static final int VERY_LOW = 3;
  private static final int BASE = 2;

  /** Prices of the functions that a program uses; each is one byte of code. */
  private static final Map<String, Integer> FUNCTIONS =
      Map.of("add", 3, "sub", 3, "mload", 3, "mstore", 3, "mod", 5, "mulmod", 8);

  private static final Pattern TOKEN = Pattern.compile(":=|let|[a-z]\\w*|0x[0-9a-f]+|[0-9]+");

  /**
   * Counts statements that set variables and memory, and the removal of the variables at the end.
   *
   * @throws IllegalArgumentException if a function is used whose price is not known here
   */
  static YulCost of(String source) {
    Counter counter = new Counter();
    source.lines().forEach(counter::line);
    return new YulCost(counter.gas, counter.bytes, counter.zeroBytes);
  }

  private static final class Counter {
    private long gas;
    private int bytes;
    private int zeroBytes;

    void line(String line) {
      boolean declaration = line.strip().startsWith("let ");
      boolean assignment = line.contains(":=");
      int skipped = declaration ? 3 : assignment ? 2 : 0; // let, the variable, :=
      TOKEN.matcher(line).results().skip(skipped).forEach(token -> instruction(token, line));
      if (declaration) {
        count(BASE, 1); // POP at the end
      } else if (assignment) {
        count(VERY_LOW + BASE, 2); // SWAP, POP
      }
    }

    private void instruction(MatchResult match, String line) {
      String token = match.group();
      if (token.startsWith("0x")) {
        literal(new BigInteger(token.substring(2), 16));
      } else if (Character.isDigit(token.charAt(0))) {
        literal(new BigInteger(token));
      } else if (match.end() < line.length() && line.charAt(match.end()) == '(') {
        Integer price = FUNCTIONS.get(token);
        if (price == null) {
          throw new IllegalArgumentException("the price of " + token + " is not known");
        }
        count(price, 1);
      } else {
        count(VERY_LOW, 1);
      }
    }

    private void literal(BigInteger value) {
      byte[] magnitude = value.toByteArray();
      int length = Math.max(1, (value.bitLength() + 7) / 8);
      for (int i = magnitude.length - length; i < magnitude.length; i++) {
        zeroBytes += magnitude[i] == 0 ? 1 : 0;
      }
      count(VERY_LOW, 1 + length);
    }

    private void count(int price, int size) {
      gas += price;
      bytes += size;
    }
  }
}
