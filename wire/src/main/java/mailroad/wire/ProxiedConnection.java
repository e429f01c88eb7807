package mailroad.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Arrays;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;

/** A connection that a proxy passes on: its ends are those that the proxy's header tells. */
final class ProxiedConnection implements Connection {
  private final Connection connection;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;

  /** What came behind the header. Used by the task that reads. */
  private byte[] ahead;

  private ProxiedConnection(Connection connection, ProxyHeader header, byte[] ahead) {
    this.connection = connection;
    this.local = header.ends().map(ProxyHeader.Ends::server).orElse(connection.local());
    this.remote = header.ends().map(ProxyHeader.Ends::client).orElse(connection.remote());
    this.ahead = ahead;
  }

  /**
   * Reads the header.
   *
   * @param timeout longest time until it is whole, however it drips
   * @throws ProtocolException if what comes is not one
   */
  static ProxiedConnection over(World world, Connection connection, Duration timeout)
      throws IOException {
    Deadline deadline = Deadline.in(world, timeout);
    byte[] octets = new byte[ProxyHeader.OCTETS_MAX];
    int length = 0;
    while (true) {
      int n = connection.read(octets, length, octets.length - length, deadline.left());
      if (n < 0) {
        throw new EOFException("the proxy closed the connection before its header was whole");
      }
      length += n;
      switch (ProxyHeader.read(octets, length)) {
        case ProxyHeader.Reading.Whole(var header) -> {
          return new ProxiedConnection(
              connection, header, Arrays.copyOfRange(octets, header.octets(), length));
        }
        case ProxyHeader.Reading.Part() -> {
          if (length == octets.length) {
            throw new ProtocolException("the proxy's header has no end");
          }
        }
        case ProxyHeader.Reading.Bad(var why) ->
            throw new ProtocolException("the proxy did not send a header but " + why);
      }
    }
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
    if (ahead.length == 0 || length == 0) {
      return connection.read(into, offset, length, timeout);
    }
    int n = Math.min(length, ahead.length);
    System.arraycopy(ahead, 0, into, offset, n);
    ahead = Arrays.copyOfRange(ahead, n, ahead.length);
    return n;
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
    connection.write(from, offset, length, timeout);
  }

  @Override
  public void shutdownOutput() throws IOException {
    connection.shutdownOutput();
  }

  @Override
  public void close() {
    connection.close();
  }
}
