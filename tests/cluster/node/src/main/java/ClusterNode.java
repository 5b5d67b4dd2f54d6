import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.percolator.PercolatorPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** One node of OpenSearch on loopback: {@code ClusterNode FOLDER NUMBER NODES PORT}. It ends on SIGTERM. */
public final class ClusterNode {
  private static final List<Class<? extends Plugin>> PLUGINS =
      List.of(Netty4Plugin.class, CommonAnalysisPlugin.class, PercolatorPlugin.class, ReindexPlugin.class);

  private static final class Embedded extends Node {
    Embedded(Environment environment) {
      super(environment, PLUGINS, true);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int number = Integer.parseInt(arguments[1]);
    int nodes = Integer.parseInt(arguments[2]);
    int port = Integer.parseInt(arguments[3]);
    String name = "n" + number;
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("config"));
    List<String> others =
        IntStream.rangeClosed(1, nodes).mapToObj(other -> "127.0.0.1:" + (port + 100 + other)).toList();
    Settings settings = Settings.builder()
        .put("cluster.name", "demarche-tests")
        .put("node.name", name)
        .put("path.home", home.toString())
        .put("network.host", "127.0.0.1")
        .put("http.port", port + number)
        .put("transport.port", port + 100 + number)
        .putList("discovery.seed_hosts", others)
        .putList("cluster.initial_cluster_manager_nodes", "n1")
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        // A node that is lost is soon known to be.
        .put("cluster.fault_detection.leader_check.timeout", "2s")
        .put("cluster.fault_detection.follower_check.timeout", "2s")
        .build();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> name);
    Node node = new Embedded(environment);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        node.close();
        node.awaitClose(10, TimeUnit.SECONDS);
      } catch (Exception failure) {
        failure.printStackTrace();
      }
      ended.countDown();
    }));
    node.start();
    ended.await();
  }
}
