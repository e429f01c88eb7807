package mailroad.checks.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Feeds a parser with its seeds as they are, then with damaged ones. What a parser says of an input ({@link
 * Target#shape}) takes the place of coverage: an input with a new shape is damaged further. The same seed number gives
 * the same inputs. What fails is made as small as it goes and shown as a line for the file of seeds.
 */
final class Fuzzer {
  private static final int RUNS = Integer.getInteger("mailroad.fuzz.runs", 3_000);
  private static final long SEED = Long.getLong("mailroad.fuzz.seed", 1);
  private static final int KEPT_MAX = 2_000;

  private Fuzzer() {}

  /** A parser and what must hold of all that it reads. */
  interface Target {
    /**
     * Reads an input and checks what came of it.
     *
     * @return what came of it, roughly: inputs that the parser treats alike have one shape
     */
    String shape(byte[] input) throws Exception;
  }

  static void fuzz(String seedsName, Target target) {
    Seeds seeds = Seeds.of(seedsName);
    Set<String> shapes = new HashSet<>();
    List<byte[]> kept = new ArrayList<>(seeds.whole());
    seeds.whole().forEach(seed -> shapes.add(feed(target, seed)));
    Random random = new Random(SEED);
    Mutator mutator = new Mutator(random, seeds.words());
    for (int i = 0; i < RUNS; i++) {
      byte[] input = mutator.mutated(any(kept, random), any(kept, random));
      if (shapes.add(feed(target, input)) && kept.size() < KEPT_MAX) {
        kept.add(input);
      }
    }
  }

  private static byte[] any(List<byte[]> inputs, Random random) {
    return inputs.get(random.nextInt(inputs.size()));
  }

  /** Feeds a parser with one input, and shows what fails as a line for the file of seeds. */
  static String feed(Target target, byte[] input) {
    try {
      return target.shape(input);
    } catch (Exception | AssertionError | StackOverflowError e) {
      byte[] small = smallest(target, input, e.getClass());
      throw new AssertionError("this input fails: " + Seeds.line(small), e);
    }
  }

  /** Pieces are taken out as long as it fails in the same way. */
  private static byte[] smallest(Target target, byte[] input, Class<?> failure) {
    byte[] small = input;
    for (int length = Math.max(1, small.length / 2); length > 0; length /= 2) {
      int at = 0;
      while (at + length <= small.length) {
        byte[] less = Mutator.replaced(small, at, at + length, new byte[0]);
        if (fails(target, less, failure)) {
          small = less;
        } else {
          at += length;
        }
      }
    }
    return small;
  }

  private static boolean fails(Target target, byte[] input, Class<?> failure) {
    try {
      target.shape(input);
      return false;
    } catch (Exception | AssertionError | StackOverflowError e) {
      return failure.isInstance(e);
    }
  }
}
