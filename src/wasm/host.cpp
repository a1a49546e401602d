// The mathematics that the module takes from the page: with its tables, libm's would be a quarter of the module.
// The linker finds these before it looks into libm.

#ifdef __wasm_simd128__  // the build for browsers without WebAssembly has its own way (-sJS_MATH)

#define FROM_PAGE(name) __attribute__((import_module("Math"), import_name(name)))

extern "C" {

FROM_PAGE("sin") double pageSin(double);
FROM_PAGE("cos") double pageCos(double);
FROM_PAGE("exp") double pageExp(double);
FROM_PAGE("log") double pageLog(double);

double sin(double x) { return pageSin(x); }
double cos(double x) { return pageCos(x); }
double exp(double x) { return pageExp(x); }
double log(double x) { return pageLog(x); }

}  // extern "C"

#endif
