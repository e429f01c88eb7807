package mailroad.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import mailroad.kernel.RealWorld;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * The program of {@link LostSyncsTest}: it writes, then has Linux fail every fsync and fdatasync of its process with EIO, as a
 * dying disk does, and goes on writing. All other calls work, so that what is written can be read.
 */
final class LostSyncs {
  static final Key KEY = Key.of("a");
  static final Key LATER = Key.of("b");

  /** How it ends where Linux does not let it fail its calls. */
  static final int CANNOT = 42;

  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
  private static final int LOAD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;
  private static final int ALLOW = 0x7fff0000;
  private static final int FAIL_WITH_EIO = 0x00050005;

  private LostSyncs() {}

  /** Numbers of system calls. */
  private record Calls(int fsync, int fdatasync, int seccomp) {
    static Calls here() {
      return System.getProperty("os.arch").equals("aarch64")
          ? new Calls(82, 83, 277)
          : new Calls(74, 75, 317);
    }
  }

  /** Says what became of each write, a line each. */
  public static void main(String[] arguments) throws Throwable {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    RealWorld world =
        new RealWorld((name, e) -> {
          throw new AssertionError(name, e);
        });
    Store store = RocksStore.open(world, Path.of(arguments[0]), RocksStoreConfig.DEFAULT);
    out.println("before: " + write(store, KEY, "before"));
    if (!failSyncs()) {
      Runtime.getRuntime().halt(CANNOT);
    }
    out.println("after: " + write(store, KEY, "after"));
    out.println("read: " + new String(store.get(KEY).orElseThrow().bytes(), UTF_8));
    out.println("later: " + write(store, LATER, "later"));
    out.println("read: " + new String(store.get(KEY).orElseThrow().bytes(), UTF_8));
    Runtime.getRuntime().halt(0);
  }

  private static String write(Store store, Key key, String value) {
    try {
      return store.commit(new Batch().put(key, value.getBytes(UTF_8))).getClass().getSimpleName();
    } catch (StoreException e) {
      return e.getMessage();
    }
  }

  /** Fails the calls of all threads there are, and will be; whether Linux lets us. */
  @SuppressWarnings("restricted") // calls of the C library
  private static boolean failSyncs() throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle syscall =
        linker.downcallHandle(
            linker.defaultLookup().find("syscall").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(1));
    MethodHandle prctl =
        linker.downcallHandle(
            linker.defaultLookup().find("prctl").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    Calls calls = Calls.here();
    try (Arena arena = Arena.ofConfined()) {
      int privileges = (int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L);
      long filtered =
          (long)
              syscall.invokeExact(
                  (long) calls.seccomp(),
                  (long) SECCOMP_SET_MODE_FILTER,
                  (long) SECCOMP_FILTER_FLAG_TSYNC,
                  program(arena, calls));
      return privileges == 0 && filtered == 0;
    }
  }

  /** A {@code struct sock_fprog}: its length, and where its instructions are. */
  private static MemorySegment program(Arena arena, Calls calls) {
    long[] instructions = {
      instruction(LOAD, 0, 0), // the number of the call
      instruction(JUMP_IF_EQUAL, 2, calls.fdatasync()),
      instruction(JUMP_IF_EQUAL, 1, calls.fsync()),
      instruction(RETURN, 0, ALLOW),
      instruction(RETURN, 0, FAIL_WITH_EIO)
    };
    MemorySegment program = arena.allocate(16, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.length);
    program.set(ValueLayout.ADDRESS, 8, arena.allocateFrom(ValueLayout.JAVA_LONG, instructions));
    return program;
  }

  /** A {@code struct sock_filter}, of an order of octets in which the first comes last. */
  private static long instruction(int code, int jumpIfTrue, int value) {
    return code | (long) jumpIfTrue << 16 | (long) value << 32;
  }
}
