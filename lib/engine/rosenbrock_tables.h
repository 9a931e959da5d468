/* rosenbrock_tables.h — the coefficients of two Rosenbrock methods.
 *
 * Rodas5P: G. Steinebach, Construction of Rosenbrock-Wanner method Rodas5P and numerical
 * benchmarks within the Julia Differential Equations package, BIT 63:27 (2023),
 * doi:10.1007/s10543-023-00967-x.  Its estimate is that which Steinebach gave it later as Rodas5Pe
 * (github.com/SciML/OrdinaryDiffEq.jl, pull request 2170, 2024): where a system is stiff the last u, which
 * he took before, is many times the error.
 * Rodas4: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, 2nd edition (1996),
 * section IV.10 and the program RODAS.
 *
 * In the form that needs no product with the Jacobian: with W = 1/(h gamma) - J, stage i solves
 *
 *   W u_i = f(t + node_i h, x + sum a_ij u_j) + sum c_ij u_j / h + moving_i h df/dt
 *
 * The argument of each stage after the last row of a is that of the stage before plus its u; so is
 * the new state.  The estimate of its error is sum estimate_j u_j.  Between the ends, at x0 + s (x1 -
 * x0) of the step, the states are (1-s) x0 + s (x1 + (1-s) (d_1 + s (d_2 + s d_3))), where d_k =
 * sum between_kj u_j. */
#ifndef ROSENBROCK_TABLES_H
#define ROSENBROCK_TABLES_H

enum { MOST_STAGES = 8, MOST_BETWEEN = 3 };

struct method {
  int number;
  int stages, rows, n_between; /* rows of a, the first of them empty */
  int error_order;             /* the estimate shrinks with this power of the step */
  double gamma;
  double a[MOST_STAGES][MOST_STAGES], c[MOST_STAGES][MOST_STAGES];
  double node[MOST_STAGES], moving[MOST_STAGES];
  double estimate[MOST_STAGES];
  double between[MOST_BETWEEN][MOST_STAGES];
};

enum { RODAS5P, RODAS4, ROSENBROCK_METHODS };

static const struct method rodas4 = {
  .number = RODAS4,
  .stages = 6,
  .rows = 5,
  .n_between = 2,
  .error_order = 4,
  .gamma = 0.25,
  .a = { { 0 },
         { 1.544 },
         { 0.9466785280815826, 0.2557011698983284 },
         { 3.314825187068521, 2.896124015972201, 0.9986419139977817 },
         { 1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950 } },
  .c = { { 0 },
         { -5.6688 },
         { -2.430093356833875, -0.2063599157091915 },
         { -0.1073529058151375, -9.594562251023355, -20.47028614809616 },
         { 7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160 },
         { 8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136,
           -6.058818238834054 } },
  .node = { 0, 0.386, 0.21, 0.63, 1, 1 },
  .moving = { 0.25, -0.1043, 0.1035, -0.03620000000000023, 0, 0 },
  .estimate = { 0, 0, 0, 0, 0, 1 },
  .between = { { 10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823,
                 1.025137723295662 },
               { -0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386,
                 -6.594389125716872 } },
};

static const struct method rodas5p = {
  .number = RODAS5P,
  .stages = 8,
  .rows = 6,
  .n_between = 3,
  .error_order = 5,
  .gamma = 0.21193756319429014,
  .a = { { 0 },
         { 3 },
         { 2.849394379747939, 0.45842242204463923 },
         { -6.954028509809101, 2.489845061869568, -10.358996098473584 },
         { 2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641 },
         { -7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256,
           0.030198172008377946 } },
  .c = { { 0 },
         { -14.155112264123755 },
         { -17.97296035885952, -2.859693295451294 },
         { 147.12150275711716, -1.41221402718213, 71.68940251302358 },
         { 165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306 },
         { 24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125,
           -0.6610691825249471 },
         { 30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783,
           -19.097331116725623, -28.087943162872662 },
         { 37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047,
           -40.06618937091002, -54.66780262877968, -9.48861652309627 } },
  .node = { 0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664,
            1, 1, 1 },
  .moving = { 0.21193756319429014, -0.42387512638858027, -0.3384627126235924,
              1.8046452872882734, 2.325825639765069 },
  .estimate = { 0.2606326497975715, -0.005158627295444251, 1.3038988631109731, 1.235000722062074,
                -0.7931985603795049, -1.005448461135913, -0.18044626132120234,
                0.17051519239113755 },
  .between = { { 25.948786856663858, -2.5579724845846235, 10.433815404888879,
                 -2.3679251022685204, 0.524948541321073, 1.1241088310450404, 0.4272876194431874,
                 -0.17202221070155493 },
               { -9.91568850695171, -0.9689944594115154, 3.0438037242978453,
                 -24.495224566215796, 20.176138334709044, 15.98066361424651, -6.789040303419874,
                 -6.710236069923372 },
               { 11.419903575922262, 2.8879645146136994, 72.92137995996029, 80.12511834622643,
                 -52.072871366152654, -59.78993625266729, -0.15582684282751913,
                 4.883087185713722 } },
};

#endif
