package mailroad.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sockets of the operating system. A timer for each call costs more than the call on a virtual thread, so only
 * short waits for input have one, the system's; whether a long call has outlived its time, one {@link RealKeeper}
 * looks now and then, and cuts it.
 */
final class RealNetwork implements Network {
  private static final int BACKLOG = 1024;
  private static final int DATAGRAM_OCTETS_MAX = 65_535;

  private final RealKeeper keeper = new RealKeeper();
  private final Duration shortWait;

  /**
   * The sockets of this machine.
   *
   * @param shortWait waits for input up to this have a timer of their own, which is exact
   */
  RealNetwork(Duration shortWait) {
    this.shortWait = shortWait;
  }

  @Override
  public Acceptor listen(InetSocketAddress at) throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(at, BACKLOG);
    } catch (IOException e) {
      server.close();
      IOException known =
          new java.net.BindException("cannot listen on %s: %s".formatted(show(at), e.getMessage()));
      known.initCause(e);
      throw known;
    }
    return new TcpAcceptor(server);
  }

  @Override
  public Connection connect(Optional<InetAddress> from, InetSocketAddress to, Duration timeout)
      throws IOException {
    Socket socket = new Socket();
    try {
      if (from.isPresent()) {
        socket.bind(new InetSocketAddress(from.get(), 0));
      }
      InetSocketAddress found =
          to.isUnresolved() ? new InetSocketAddress(to.getHostString(), to.getPort()) : to;
      Limit.orInterrupted(() -> {
        socket.connect(found, millis(timeout));
        return 0;
      });
      return new TcpConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public Datagrams bind(InetSocketAddress at) throws IOException {
    return new UdpPort(new DatagramSocket(at));
  }

  @Override
  public Acceptor listenLocal(Path at) throws IOException {
    if (Files.exists(at)) {
      try (Connection other = connectLocal(at)) {
        throw new java.net.BindException(
            "%s is in use by a running server (%s)".formatted(at, other.remote()));
      } catch (java.net.BindException e) {
        throw e;
      } catch (IOException e) {
        Files.delete(at); // nobody listens there any more
      }
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(at));
      Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    return new LocalAcceptor(server, at);
  }

  @Override
  public Connection connectLocal(Path to) throws IOException {
    return new LocalConnection(SocketChannel.open(UnixDomainSocketAddress.of(to)));
  }

  /** At least 1 ms, since 0 means no timeout at all to the JDK. */
  private static int millis(Duration timeout) {
    return Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
  }

  private static String show(InetSocketAddress at) {
    return at.getAddress() == null
        ? at.toString()
        : at.getAddress().getHostAddress() + " port " + at.getPort();
  }

  private final class TcpAcceptor implements Acceptor {
    private final ServerSocket server;
    private final InetSocketAddress address;
    private final Semaphore accepting = new Semaphore(1);

    TcpAcceptor(ServerSocket server) {
      this.server = server;
      this.address = (InetSocketAddress) server.getLocalSocketAddress();
    }

    @Override
    public InetSocketAddress address() {
      return address;
    }

    @Override
    public Connection accept() throws IOException {
      TcpConnection connection = new TcpConnection(next());
      if (!address.getAddress().isAnyLocalAddress()) {
        connection.local = address; // the system need not be asked
      }
      return connection;
    }

    private Socket next() throws IOException {
      accepting.acquireUninterruptibly();
      try {
        return server.accept();
      } finally {
        accepting.release();
      }
    }

    @Override
    public void close() {
      closeQuietly(server);
      // Until whoever accepts has noticed, the system takes more connections, and then resets them.
      accepting.acquireUninterruptibly();
      accepting.release();
    }
  }

  private final class TcpConnection implements Connection, RealKeeper.Watched {
    private final Socket socket;
    private final InetSocketAddress remote;
    private final InputStream in;
    private final OutputStream out;
    private final Limit reading = new Limit(this::endInput);
    private final Limit writing = new Limit(this::close);
    private volatile @Nullable InetSocketAddress local; // asked for when somebody wants to know
    private int soTimeout;

    TcpConnection(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      remote = (InetSocketAddress) socket.getRemoteSocketAddress();
      in = socket.getInputStream();
      out = socket.getOutputStream();
      keeper.watch(this);
    }

    @Override
    public InetSocketAddress local() {
      InetSocketAddress known = local;
      if (known == null) {
        known = (InetSocketAddress) socket.getLocalSocketAddress();
        local = known;
      }
      return known;
    }

    @Override
    public InetSocketAddress remote() {
      return remote;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
      if (timeout.compareTo(shortWait) <= 0) {
        soTimeout(millis(timeout));
        return Limit.orInterrupted(() -> in.read(into, offset, length));
      }
      soTimeout(0);
      // Others first: by then the answer has often come, and nobody has to be woken for it.
      Thread.yield();
      return reading.within(timeout, () -> in.read(into, offset, length));
    }

    private void soTimeout(int millis) throws IOException {
      if (millis != soTimeout) {
        socket.setSoTimeout(millis);
        soTimeout = millis;
      }
    }

    /** Ends a wait for input; what is to be written still goes out. */
    private void endInput() {
      try {
        socket.shutdownInput();
      } catch (IOException e) {
        close();
      }
    }

    @Override
    public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
      writing.within(
          timeout,
          () -> {
            out.write(from, offset, length);
            return 0;
          });
    }

    @Override
    public void look(long now) {
      reading.look(now);
      writing.look(now);
    }

    @Override
    public void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public void close() {
      keeper.forget(this);
      closeQuietly(socket);
    }

    @Override
    public void abort() {
      try {
        socket.setSoLinger(true, 0); // a reset: nothing is sent again, nothing is waited for
      } catch (IOException e) {
        // It is closed already.
      }
      close();
    }
  }

  private final class LocalAcceptor implements Acceptor {
    private final ServerSocketChannel server;
    private final Path path;

    LocalAcceptor(ServerSocketChannel server, Path path) {
      this.server = server;
      this.path = path;
    }

    @Override
    public InetSocketAddress address() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public Connection accept() throws IOException {
      try {
        return new LocalConnection(server.accept());
      } catch (java.nio.channels.ClosedChannelException e) {
        throw Limit.closed(e);
      }
    }

    @Override
    public void close() {
      closeQuietly(server);
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // A socket file left behind is replaced at the next start.
      }
    }
  }

  private final class LocalConnection implements Connection, RealKeeper.Watched {
    private final SocketChannel channel;
    private final Limit reading = new Limit(this::close);
    private final Limit writing = new Limit(this::close);

    LocalConnection(SocketChannel channel) {
      this.channel = channel;
      keeper.watch(this);
    }

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public InetSocketAddress remote() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
      return reading.within(timeout, () -> channel.read(ByteBuffer.wrap(into, offset, length)));
    }

    @Override
    public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(from, offset, length);
      writing.within(
          timeout,
          () -> {
            while (left.hasRemaining()) {
              channel.write(left);
            }
            return 0;
          });
    }

    @Override
    public void shutdownOutput() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    public void look(long now) {
      reading.look(now);
      writing.look(now);
    }

    @Override
    public void close() {
      keeper.forget(this);
      closeQuietly(channel);
    }
  }

  private static final class UdpPort implements Datagrams {
    private final DatagramSocket socket;

    UdpPort(DatagramSocket socket) {
      this.socket = socket;
    }

    @Override
    public InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void send(byte[] content, InetSocketAddress to) throws IOException {
      socket.send(new DatagramPacket(content, content.length, to));
    }

    @Override
    public Optional<Datagram> receive(Duration timeout) throws IOException {
      DatagramPacket packet =
          new DatagramPacket(new byte[DATAGRAM_OCTETS_MAX], DATAGRAM_OCTETS_MAX);
      socket.setSoTimeout(millis(timeout));
      try {
        Limit.orInterrupted(() -> {
          socket.receive(packet);
          return packet.getLength();
        });
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      }
      return Optional.of(
          new Datagram(
              Arrays.copyOf(packet.getData(), packet.getLength()),
              (InetSocketAddress) packet.getSocketAddress()));
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static void closeQuietly(java.io.Closeable what) {
    try {
      what.close();
    } catch (IOException e) {
      // Nothing is left to be done about a socket that fails to close.
    }
  }
}
